"""The topics, read from their beginning; what was read once is kept, so that later readings take up where it ended."""

from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from tests.support.campaign.checking.books import Record


class TopicReader:
    """Reads every record of the topics; it belongs to no group and changes nothing."""

    def __init__(self, bootstrap: str, topics: Iterable[str]) -> None:
        self._bootstrap = bootstrap
        self._topics = tuple(topics)
        self._read: dict[TopicPartition, list[Record]] = {}
        self._next: dict[TopicPartition, int] = {}
        self.seen: set[str] = set()
        """The ids of all events that were ever read, on topics that are gone too."""

    def forget(self, topics: Iterable[str]) -> None:
        """Begin anew with topics that were lost."""
        gone = set(topics)
        for place in [place for place in self._next if place.topic in gone]:
            del self._next[place], self._read[place]

    async def records(self) -> tuple[Record, ...]:
        """Return every record up to the present end of the topics."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap, enable_auto_commit=False, auto_offset_reset="earliest"
        )
        await consumer.start()
        try:
            places = [TopicPartition(t, n) for t in self._topics for n in await _partitions(consumer, t)]
            consumer.assign(places)
            await self._read_on(consumer, await consumer.end_offsets(places))
        finally:
            await consumer.stop()
        return tuple(record for kept in self._read.values() for record in kept)

    async def _read_on(self, consumer: Any, ends: Mapping[TopicPartition, int]) -> None:
        for place in ends:
            consumer.seek(place, self._next.setdefault(place, 0))
            self._read.setdefault(place, [])
        while any(self._next[place] < end for place, end in ends.items()):
            for place, batch in (await consumer.getmany(timeout_ms=1000, max_records=5000)).items():
                kept = [_record(each) for each in batch]
                self._read[place] += kept
                self.seen.update(each.event_id for each in kept)
                self._next[place] = batch[-1].offset + 1


async def _partitions(consumer: Any, topic: str) -> set[int]:
    await consumer._client.force_metadata_update() if consumer.partitions_for_topic(topic) is None else None
    return consumer.partitions_for_topic(topic) or set()


def _record(raw: Any) -> Record:
    headers = {name: value.decode(errors="replace") for name, value in raw.headers}
    version = headers.get("ce_aggregateversion", "0")
    return Record(
        topic=raw.topic,
        partition=raw.partition,
        offset=raw.offset,
        key=(raw.key or b"").decode(errors="replace"),
        event_id=headers.get("ce_id", ""),
        type=headers.get("ce_type", ""),
        version=int(version) if version.isdigit() else 0,
    )
