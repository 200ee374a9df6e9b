"""Where a Kafka consumer stands in its partitions, and where these end, as its broker says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.messaging.bus import Partition


class Consumer(Protocol):
    """What a consumer of the client can be asked; its partitions have a `topic` and a `partition`."""

    def assignment(self) -> Iterable[Any]:
        """Return the partitions that it reads."""
        ...

    async def end_offsets(self, partitions: Sequence[Any]) -> Mapping[Any, int]:
        """Return where these end."""
        ...

    async def position(self, partition: Any) -> int:
        """Return the offset of the record that it reads next."""
        ...


async def ends_of(consumer: Consumer) -> Mapping[Partition, int]:
    """Return where each partition that the consumer reads ends."""
    assigned = list(consumer.assignment())
    ends: Mapping[Any, int] = await consumer.end_offsets(assigned) if assigned else {}
    return {Partition(each.topic, each.partition): end for each, end in ends.items()}


async def lag_of(consumer: Consumer) -> int:
    """Return how many records stand beyond the consumer's positions."""
    assigned = list(consumer.assignment())
    ends: Mapping[Any, int] = await consumer.end_offsets(assigned) if assigned else {}
    return sum([max(0, end - await consumer.position(partition)) for partition, end in ends.items()])
