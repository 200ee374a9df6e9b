"""What the delivery path asks of a message bus; shared.kafka answers it, and so does the tests' in-memory bus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Partition:
    """A partition of a topic."""

    topic: str
    number: int


@dataclass(frozen=True)
class OutgoingRecord:
    """A record to publish: the key decides the partition, a value of None is a tombstone."""

    topic: str
    key: str
    value: bytes | None
    headers: Headers


@dataclass(frozen=True)
class IncomingRecord:
    """A record as received, with its coordinates; `timestamp` is in seconds since the epoch."""

    partition: Partition
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp: float


class Delivery(StrEnum):
    """What became of one published record."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"  # the record itself is at fault; sending it again will not help
    UNREACHABLE = "unreachable"  # the bus is away; nothing is known of the record


@dataclass(frozen=True)
class Outcome:
    """The fate of one record of a wave, with the error where there was one."""

    delivery: Delivery
    error: str | None = None


class Publisher(Protocol):
    """Sends waves of records; within a wave no order is promised, between waves it is."""

    async def publish(self, wave: Sequence[OutgoingRecord]) -> list[Outcome]:
        """Send all records and return one outcome for each, in order; never raises for a bus that is away."""
        ...

    async def stop(self) -> None:
        """Release the connection; returns within seconds even when the bus is away."""
        ...


class Subscription(Protocol):
    """A consumer group's member: hands out records, and commits only what it is told."""

    async def start(self) -> None:
        """Join the group; raises ConnectionError when the bus is away."""
        ...

    async def poll(self, *, limit: int, wait: float) -> list[IncomingRecord]:
        """Return up to `limit` records, in order within each partition, after at most `wait` seconds."""
        ...

    async def commit(self, next_offsets: Mapping[Partition, int]) -> bool:
        """Commit exactly these offsets; False when the partitions now belong to another member."""
        ...

    def rewind(self, partition: Partition, offset: int) -> None:
        """Make the next poll start again at this offset."""
        ...

    async def lag(self) -> int:
        """Return how many records the assigned partitions hold beyond this member's position."""
        ...

    async def ends(self) -> Mapping[Partition, int]:
        """Return the offset that the next record of each assigned partition will have; empty while none is assigned."""
        ...

    async def stop(self) -> None:
        """Leave the group; returns within seconds even when the bus is away."""
        ...
