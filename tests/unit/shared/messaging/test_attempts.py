"""Counting tries per record."""

from shared.messaging.attempts import Attempts
from shared.messaging.bus import IncomingRecord, Partition


def record(offset: int, partition: int = 0) -> IncomingRecord:
    return IncomingRecord(Partition("accord.needs.v1", partition), offset, b"k", b"{}", (), 0.0)


def test_failures_of_a_record_add_up() -> None:
    attempts = Attempts()
    for _ in range(3):
        attempts.failed(record(7))
    assert attempts.so_far(record(7)) == 3


def test_another_partition_has_failures_of_its_own() -> None:
    attempts = Attempts()
    attempts.failed(record(7, partition=0))
    assert attempts.so_far(record(7, partition=1)) == 0


def test_the_next_record_starts_from_nothing() -> None:
    attempts = Attempts()
    attempts.failed(record(7))
    attempts.succeeded(record(7))
    assert attempts.so_far(record(8)) == 0


def test_a_record_read_again_after_a_rebalance_is_not_charged_with_a_later_ones_failures() -> None:
    attempts = Attempts()
    attempts.failed(record(7))
    assert attempts.so_far(record(3)) == 0
    attempts.failed(record(3))
    assert attempts.so_far(record(3)) == 1
