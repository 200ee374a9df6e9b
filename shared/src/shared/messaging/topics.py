"""The topics of Accord: created by a job with their settings, never by a client in passing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.events.registry import (
    CHECKPOINTS_TOPIC,
    ERASURES_TOPIC,
    MATCHES_TOPIC,
    NEEDS_TOPIC,
    OFFERS_TOPIC,
    PUBLIC_TOPIC,
    RESERVATIONS_TOPIC,
)

MAXIMUM_PAYLOAD_BYTES = 900_000
"""Largest event data the outbox takes: below Kafka's default of 1 MiB for a whole batch."""


BROKERS_TIME: Mapping[str, str] = {"message.timestamp.type": "LogAppendTime"}
"""Settings of every topic: a record's time is when the broker wrote it, so that no relay's clock has a say in what is
compacted, and none that is more than an hour ahead has its records refused."""


@dataclass(frozen=True)
class TopicSpec:
    """A topic to create: compacted, so that a new consumer group can rebuild from the beginning."""

    name: str
    partitions: int = 6
    settings: Mapping[str, str] = field(
        default_factory=lambda: {"cleanup.policy": "compact", "min.compaction.lag.ms": "86400000", **BROKERS_TIME}
    )


KEPT_FOR_EVER: Mapping[str, str] = {"cleanup.policy": "delete", "retention.ms": "-1", **BROKERS_TIME}
"""Settings of a topic whose every record counts, not only the newest of its key."""

FORGETS_SOON: Mapping[str, str] = {
    "cleanup.policy": "compact",
    "min.compaction.lag.ms": "0",
    "max.compaction.lag.ms": "86400000",
    "delete.retention.ms": "604800000",
    **BROKERS_TIME,
}
"""Settings of a topic from which records are taken back: what a tombstone covers is gone a day later, as soon as
something is written to its partition, and the tombstone stays for a week, in which every reader is to hear of it."""

TOPICS = (
    TopicSpec(NEEDS_TOPIC),
    TopicSpec(OFFERS_TOPIC),
    TopicSpec(MATCHES_TOPIC),
    TopicSpec(RESERVATIONS_TOPIC),
    TopicSpec(CHECKPOINTS_TOPIC, partitions=1, settings=KEPT_FOR_EVER),
    TopicSpec(ERASURES_TOPIC, partitions=1, settings=KEPT_FOR_EVER),
    TopicSpec(PUBLIC_TOPIC, partitions=1, settings=FORGETS_SOON),
)
