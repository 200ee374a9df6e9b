"""Rules for quantities, amounts and counts: finite, positive, plausible, and exact in JSON."""

from collections.abc import Iterator
from decimal import Decimal

from shared.errors import FieldProblem

LARGEST = Decimal(10) ** 12
"""No quantity and no amount exceeds a million millions."""

LARGEST_COUNT = Decimal(10_000_000)
"""No number of persons, seats, sites and the like exceeds ten million: more is a slip of the pen."""

_BULK_UNITS = {"weapon", "round", "tonne"}
_DIVISIBLE_UNITS = {"tonne"}


def quantity_problems(pointer: str, quantity: Decimal | None, unit: str | None) -> Iterator[FieldProblem]:
    """Check a quantity against its unit: weapons, rounds and tonnes come in bulk; all but tonnes come whole."""
    if quantity is not None:
        largest = LARGEST if unit is None or unit in _BULK_UNITS else LARGEST_COUNT
        decimals = 3 if unit is None or unit in _DIVISIBLE_UNITS else 0
        yield from _decimal_problems(pointer, quantity, largest, decimals)


def amount_problems(pointer: str, amount: Decimal | None) -> Iterator[FieldProblem]:
    """Check an amount of money: positive, to two decimals."""
    if amount is not None:
        yield from _decimal_problems(pointer, amount, LARGEST, 2)


def count_problems(pointer: str, count: int | None) -> Iterator[FieldProblem]:
    """Check a number of people, zero included."""
    if count is not None and not 0 <= count <= LARGEST_COUNT:
        yield range_problem(pointer, 0, int(LARGEST_COUNT), count)


def range_problems(pointer: str, value: int | None, least: int, most: int) -> Iterator[FieldProblem]:
    """Check a whole number between two bounds, both included."""
    if value is not None and not least <= value <= most:
        yield range_problem(pointer, least, most, value)


def range_problem(pointer: str, least: int, most: int, value: int) -> FieldProblem:
    """Say between which bounds a number was expected."""
    return FieldProblem(pointer, f"expected {least} to {most}, got {value}", "out-of-range")


def _decimal_problems(pointer: str, value: Decimal, largest: Decimal, decimals: int) -> Iterator[FieldProblem]:
    if not value.is_finite() or not 0 < value <= largest:
        detail = f"expected a number above 0 and at most {largest:f}"
        yield FieldProblem(pointer, detail, "out-of-range")
    elif value != value.quantize(Decimal(1).scaleb(-decimals)):
        expected = f"at most {decimals} decimals" if decimals else "a whole number in this unit"
        yield FieldProblem(pointer, f"expected {expected}", "too-fine")
