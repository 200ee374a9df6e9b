"""A bus between services in memory: whatever may go wrong on the way is a step that somebody chooses.

Each key is a lane of its own, read in order from an offset of the consumer's: the widest reordering across keys that a
partitioned topic allows. What is not read waits; what was read can be read again; an older state of a key can vanish.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from shared.events.envelope import Envelope, Headers

Lane = tuple[str, str]
"""A topic and a key."""


@dataclass(frozen=True)
class Sent:
    """A record as it lies on the bus: bytes only; `event_id` and `version` are there for those who watch."""

    lane: Lane
    headers: Headers
    value: bytes
    event_id: UUID
    version: int

    @classmethod
    def of(cls, event: Envelope) -> "Sent":
        """Return the record that the relay sends for an event."""
        headers = tuple((name, value.encode()) for name, value in event.headers().items())
        return cls((event.topic, event.subject), headers, event.payload(), event.id, event.version)


@dataclass(eq=False)
class _Log:
    """The records of one lane by offset; offsets of what was compacted away stay empty."""

    records: dict[int, Sent] = field(default_factory=dict[int, Sent])
    end: int = 0


class SagaBus:
    """Keeps the lanes and where each consumer stands in them; the order of everything it answers is that of sending."""

    def __init__(self, subscriptions: Mapping[str, Collection[str]]) -> None:
        self._subscriptions = subscriptions
        self._logs: dict[Lane, _Log] = {}
        self._offsets: dict[tuple[str, Lane], int] = {}

    def send(self, record: Sent) -> None:
        """Append the record to its lane."""
        log = self._logs.setdefault(record.lane, _Log())
        log.records[log.end] = record
        log.end += 1

    def waiting(self, consumer: str) -> list[Lane]:
        """Return the lanes in which the consumer has something left to read."""
        return [lane for lane in self._lanes(consumer) if self._next(consumer, lane) is not None]

    def begun(self, consumer: str) -> list[Lane]:
        """Return the lanes of which the consumer has read something."""
        return [lane for lane in self._lanes(consumer) if self._offsets.get((consumer, lane))]

    def overtaken(self) -> list[Lane]:
        """Return the lanes in which a newer state stands behind an older one."""
        return [lane for lane, log in self._logs.items() if len(log.records) > 1]

    def read(self, consumer: str, lane: Lane) -> Sent:
        """Return the next record of the lane; the same again until it is acknowledged."""
        offset = self._next(consumer, lane)
        if offset is None:
            raise LookupError(f"{consumer} has read everything of {lane}")
        return self._logs[lane].records[offset]

    def acknowledge(self, consumer: str, lane: Lane) -> None:
        """Go on behind the record that was read last."""
        offset = self._next(consumer, lane)
        if offset is not None:
            self._offsets[consumer, lane] = offset + 1

    def rewind(self, consumer: str, lane: Lane, back: int) -> None:
        """Lose the last so many acknowledgements: what follows them is delivered again, in order."""
        self._offsets[consumer, lane] = max(0, self._offsets.get((consumer, lane), 0) - back)

    def compact(self, lane: Lane) -> None:
        """Drop every record of the lane but the newest, read or not."""
        log = self._logs[lane]
        newest = max(log.records)
        log.records = {newest: log.records[newest]}

    def of_topic(self, topic: str) -> list[Sent]:
        """Return every record of a topic, those of each key in order."""
        return [record for lane, log in self._logs.items() if lane[0] == topic for record in log.records.values()]

    def copied(self) -> "SagaBus":
        """Return another bus with the same on it."""
        other = SagaBus(self._subscriptions)
        other._logs = {lane: _Log(dict(log.records), log.end) for lane, log in self._logs.items()}
        other._offsets = dict(self._offsets)
        return other

    def lose_everything(self) -> None:
        """Forget every record and every offset: the broker's disk is gone."""
        self._logs.clear()
        self._offsets.clear()

    def _lanes(self, consumer: str) -> list[Lane]:
        topics = self._subscriptions[consumer]
        return [lane for lane in self._logs if lane[0] in topics]

    def _next(self, consumer: str, lane: Lane) -> int | None:
        offset = self._offsets.get((consumer, lane), 0)
        return next((each for each in self._logs[lane].records if each >= offset), None)
