"""Counting tries per record: one record's failures must never use up another's, least of all get it buried."""

from dataclasses import dataclass, field

from shared.messaging.bus import IncomingRecord, Partition


@dataclass
class Attempts:
    """How often the record at which each partition stands was tried in vain."""

    _failed: dict[Partition, tuple[int, int]] = field(default_factory=dict[Partition, tuple[int, int]])

    def so_far(self, record: IncomingRecord) -> int:
        """Return how often this record failed."""
        offset, count = self._failed.get(record.partition, (record.offset, 0))
        return count if offset == record.offset else 0

    def failed(self, record: IncomingRecord) -> None:
        """Count one more failure of this record."""
        self._failed[record.partition] = (record.offset, self.so_far(record) + 1)

    def succeeded(self, record: IncomingRecord) -> None:
        """Forget the failures of the partition: it has gone on."""
        self._failed.pop(record.partition, None)
