"""A topic of the bus in memory, read from its beginning by one who is in no group."""

from shared.messaging.bus import IncomingRecord, Partition
from tests.support.memory_bus import MemoryBus


class MemoryTopicReader:
    """Reads one topic for itself; a bus that is away is a ConnectionError, as with Kafka."""

    def __init__(self, bus: MemoryBus, topic: str) -> None:
        self._bus = bus
        self._topic = topic
        self._positions: dict[Partition, int] = {}

    async def read_on(self) -> list[IncomingRecord]:
        """Return what stands after what was read before."""
        if self._bus.faults.away:
            raise ConnectionError("the bus is away")
        read: list[IncomingRecord] = []
        for partition in self._bus.assigned([self._topic]):
            log = self._bus.log(partition)
            read += log[self._positions.get(partition, 0) :]
            self._positions[partition] = len(log)
        return read

    async def begin_again(self) -> None:
        """Begin at the first record again."""
        self._positions.clear()
