"""A tombstone is an event without data: it travels, and a service that meets one passes it by."""

from datetime import UTC, datetime

import pytest

from shared.contracts.documents import asyncapi
from shared.events.envelope import Tombstone, UndecodableEvent, UnknownEventType, decode
from shared.events.registry import PUBLIC_TOPIC, REGISTRY
from shared.identifiers import new_id
from shared.messaging.topics import TOPICS

UNPUBLISHED = "org.accord.need.unpublished.v1"


def ended() -> Tombstone:
    return Tombstone(new_id(), UNPUBLISHED, "/accord/needs", str(new_id()), datetime(2026, 3, 2, tzinfo=UTC), 4)


def wire(headers: dict[str, str]) -> list[tuple[str, bytes]]:
    return [(name, value.encode()) for name, value in headers.items()]


def test_a_tombstone_travels_on_the_public_topic_without_a_value_and_says_what_ended() -> None:
    tombstone = ended()
    assert (tombstone.topic, tombstone.payload()) == (PUBLIC_TOPIC, None)
    assert tombstone.headers()["ce_type"] == UNPUBLISHED
    assert tombstone.headers()["ce_aggregateversion"] == "4"
    assert "content-type" not in tombstone.headers()


@pytest.mark.parametrize("value", [None, b"", b"{}"])
def test_a_tombstone_is_skipped_by_whoever_decodes_it(value: bytes | None) -> None:
    with pytest.raises(UnknownEventType):
        decode(wire(ended().headers()), value)


def test_a_statement_without_data_is_still_undecodable() -> None:
    with pytest.raises(UndecodableEvent):
        decode(wire(ended().headers() | {"ce_type": "org.accord.need.published.v1"}), None)


def test_only_the_public_topic_is_for_anybody_and_only_it_takes_anything_back() -> None:
    assert {event.topic for event in REGISTRY.values() if event.tombstone} == {PUBLIC_TOPIC}
    internal = [name for name, each in asyncapi()["channels"].items() if each["description"].startswith("Internal")]
    assert {spec.name for spec in TOPICS} - {*internal} == {PUBLIC_TOPIC}


def test_the_document_says_that_a_tombstone_has_no_data() -> None:
    messages = asyncapi()["components"]["messages"]
    without = {name for name, each in messages.items() if each["payload"]["schema"] == {"type": "null"}}
    assert without == {name for name, event in REGISTRY.items() if event.tombstone} != set()


def test_what_was_taken_back_is_forgotten_after_a_day_and_every_reader_has_a_week_to_hear_of_it() -> None:
    [(settings, partitions)] = [(spec.settings, spec.partitions) for spec in TOPICS if spec.name == PUBLIC_TOPIC]
    assert partitions == 1, "a broker compacts what was written to a partition only once more is written there"
    assert settings["cleanup.policy"] == "compact"
    assert int(settings["max.compaction.lag.ms"]) <= 24 * 3600 * 1000
    assert int(settings["delete.retention.ms"]) >= 7 * 24 * 3600 * 1000
