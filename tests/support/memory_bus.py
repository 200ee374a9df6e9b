"""A bus in memory with the semantics of Kafka that the delivery path relies on, and with its faults on demand."""

import asyncio
import random
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.clock import system_clock
from shared.messaging.bus import Delivery, IncomingRecord, Outcome, OutgoingRecord, Partition
from shared.messaging.topics import MAXIMUM_PAYLOAD_BYTES
from shared.pauses import said_within


@dataclass
class Faults:
    """What goes wrong next; counts are of records, and run down as they are used up."""

    away: bool = False
    lose_acks_of: int = 0
    write_twice: int = 0
    refused_keys: set[str] = field(default_factory=set[str])
    held: asyncio.Event | None = None
    """While this is set to an event that is not, waves wait before they reach the bus."""


class Group:
    """A consumer group: who belongs to it, which partitions each member has, and how far each partition was read."""

    def __init__(self) -> None:
        self.generation = 0
        self.members: list[MemorySubscription] = []
        self.committed: dict[Partition, int] = {}

    def changed(self) -> None:
        """Begin a new generation: every member must fetch its partitions anew."""
        self.generation += 1


class MemoryBus:
    """Topics, consumer groups and faults; records of one key go to one partition, in the order they were written."""

    def __init__(self, *, partitions: int = 3, seed: int = 0) -> None:
        self.partitions = partitions
        self.faults = Faults()
        self.random = random.Random(seed)
        self.groups: dict[str, Group] = {}
        self.arrived = asyncio.Event()
        self._logs: dict[Partition, list[IncomingRecord]] = {}

    def publisher(self) -> "MemoryPublisher":
        """Return a publisher on this bus."""
        return MemoryPublisher(self)

    def subscription(self, group: str, *topics: str) -> "MemorySubscription":
        """Return a member-to-be of a consumer group."""
        return MemorySubscription(self, self.groups.setdefault(group, Group()), topics)

    def wipe(self) -> None:
        """Forget every record and every group's progress, as a broker does that keeps its data in memory."""
        self._logs.clear()
        for group in self.groups.values():
            group.committed.clear()
            group.changed()

    def assigned(self, topics: Sequence[str]) -> list[Partition]:
        """Return all partitions of the topics, in order."""
        return [Partition(topic, number) for topic in sorted(topics) for number in range(self.partitions)]

    def log(self, partition: Partition) -> list[IncomingRecord]:
        """Return what the partition holds, oldest first."""
        return self._logs.setdefault(partition, [])

    def records(self, topic: str) -> list[IncomingRecord]:
        """Return every record of a topic, in order within each partition."""
        return [record for partition in self.assigned([topic]) for record in self.log(partition)]

    def write(self, record: OutgoingRecord) -> None:
        """Append a record to its partition."""
        number = zlib.crc32(record.key.encode()) % self.partitions
        log = self.log(Partition(record.topic, number))
        log.append(
            IncomingRecord(
                partition=Partition(record.topic, number),
                offset=len(log),
                key=record.key.encode(),
                value=record.value,
                headers=record.headers,
                timestamp=system_clock().timestamp(),
            )
        )
        self.arrived.set()


class MemoryPublisher:
    """Writes waves in any order, as a bus may, and reports each record's fate truly unless told to lose it."""

    def __init__(self, bus: MemoryBus) -> None:
        self._bus = bus
        self.waves: list[list[OutgoingRecord]] = []

    async def publish(self, wave: Sequence[OutgoingRecord]) -> list[Outcome]:
        """Write the wave; a bus that is away is an outcome."""
        faults = self._bus.faults
        if faults.held is not None:
            await faults.held.wait()
        await asyncio.sleep(0)
        if faults.away:
            return [Outcome(Delivery.UNREACHABLE, "the bus is away")] * len(wave)
        self.waves.append(list(wave))
        outcomes = [Outcome(Delivery.ACKNOWLEDGED)] * len(wave)
        for number in self._bus.random.sample(range(len(wave)), len(wave)):
            outcomes[number] = self._write(wave[number])
        await asyncio.sleep(0)
        return outcomes

    async def stop(self) -> None:
        """Do nothing: there is nothing to release."""

    def _write(self, record: OutgoingRecord) -> Outcome:
        faults = self._bus.faults
        if record.key in faults.refused_keys or len(record.value or b"") > MAXIMUM_PAYLOAD_BYTES:
            return Outcome(Delivery.REFUSED, "the record is too large")
        self._bus.write(record)
        if faults.write_twice:
            faults.write_twice -= 1
            self._bus.write(record)
        if faults.lose_acks_of:
            faults.lose_acks_of -= 1
            return Outcome(Delivery.UNREACHABLE, "the acknowledgement was lost")
        return Outcome(Delivery.ACKNOWLEDGED)


class MemorySubscription:
    """A group's member; a change of the group reaches it at its next poll, as with Kafka's background rebalances."""

    def __init__(self, bus: MemoryBus, group: Group, topics: Sequence[str]) -> None:
        self._bus = bus
        self._group = group
        self._topics = topics
        self._generation = -1
        self._positions: dict[Partition, int] = {}

    async def start(self) -> None:
        """Join the group."""
        self._must_be_reachable()
        self._group.members.append(self)
        self._group.changed()

    async def poll(self, *, limit: int, wait: float) -> list[IncomingRecord]:
        """Return records from each partition in turn, so that a batch rarely holds all of one."""
        self._must_be_reachable()
        self._follow_the_group()
        taken = self._take(limit)
        if not taken:
            self._bus.arrived.clear()
            await said_within(self._bus.arrived, wait)
            self._follow_the_group()
            taken = self._take(limit)
        await asyncio.sleep(0)
        return taken

    async def commit(self, next_offsets: Mapping[Partition, int]) -> bool:
        """Commit, unless the group has changed since this member's last poll."""
        self._must_be_reachable()
        await asyncio.sleep(0)
        if self._generation != self._group.generation or not next_offsets.keys() <= self._positions.keys():
            return False
        self._group.committed.update(next_offsets)
        return True

    def rewind(self, partition: Partition, offset: int) -> None:
        """Read again from this offset, if the partition is still this member's."""
        if partition in self._positions:
            self._positions[partition] = offset

    async def lag(self) -> int:
        """Count what the assigned partitions hold beyond the positions."""
        self._must_be_reachable()
        return sum(max(0, len(self._bus.log(p)) - position) for p, position in self._positions.items())

    async def ends(self) -> Mapping[Partition, int]:
        """Tell how long the assigned partitions are."""
        self._must_be_reachable()
        return {partition: len(self._bus.log(partition)) for partition in self._positions}

    async def stop(self) -> None:
        """Leave the group."""
        self.crash()

    def crash(self) -> None:
        """Leave the group without having committed what was read since the last commit."""
        self._positions = {}
        if self in self._group.members:
            self._group.members.remove(self)
            self._group.changed()

    def _must_be_reachable(self) -> None:
        if self._bus.faults.away:
            raise ConnectionError("the bus is away")

    def _follow_the_group(self) -> None:
        """Take the partitions of a new generation, each from where the group committed."""
        if self not in self._group.members:
            raise ConnectionError("the subscription is not started")
        if self._generation == self._group.generation:
            return
        self._generation = self._group.generation
        mine, members = self._group.members.index(self), len(self._group.members)
        partitions = self._bus.assigned(self._topics)[mine::members]
        self._positions = {partition: self._group.committed.get(partition, 0) for partition in partitions}

    def _take(self, limit: int) -> list[IncomingRecord]:
        order = deque(self._positions)
        order.rotate(self._bus.random.randrange(len(order)) if order else 0)
        taken: list[IncomingRecord] = []
        for partition in order:
            position = self._positions[partition]
            records = self._bus.log(partition)[position : position + limit - len(taken)]
            if records:
                self._positions[partition] = records[-1].offset + 1
                taken += records
        return taken
