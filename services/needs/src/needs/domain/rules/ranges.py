"""Rules for whole numbers that lie between two bounds: years, days, priorities, numbers of people."""

from collections.abc import Iterator

from shared.errors import FieldProblem
from shared.rules.numbers import LARGEST_COUNT


def range_problems(pointer: str, value: int | None, least: int, most: int) -> Iterator[FieldProblem]:
    """Check a whole number between two bounds, both included."""
    if value is not None and not least <= value <= most:
        yield FieldProblem(pointer, f"expected {least} to {most}, got {value}", "out-of-range")


def count_problems(pointer: str, count: int | None) -> Iterator[FieldProblem]:
    """Check a number of people, zero included."""
    yield from range_problems(pointer, count, 0, int(LARGEST_COUNT))
