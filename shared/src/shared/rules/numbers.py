"""Rules for quantities and amounts: finite, positive, plausible, and exact in JSON."""

from collections.abc import Iterator
from decimal import Decimal

from shared.errors import FieldProblem

MONEY = "money"
"""The unit whose quantities are amounts in a currency."""

LARGEST = Decimal(10) ** 12
"""Every quantity and amount stays below a million millions: twelve digits before the point."""

LARGEST_COUNT = Decimal(10_000_000)
"""No number of persons, seats, sites and the like exceeds ten million: more is a slip of the pen."""

_BULK_UNITS = {MONEY, "weapon", "round", "tonne"}
_DECIMALS = {MONEY: 2, "tonne": 3}


def quantity_problems(
    pointer: str, quantity: Decimal | None, unit: str | None, *, count_included: bool = False
) -> Iterator[FieldProblem]:
    """Check a quantity against its unit: money to two decimals, tonnes to three, all else whole.

    Money, weapons, rounds and tonnes come in bulk. Without a unit only what holds for every unit is checked.
    What comes singly stays below the largest count, or with `count_included` reaches it.
    """
    if quantity is not None:
        in_bulk = unit is None or unit in _BULK_UNITS
        largest = LARGEST if in_bulk else LARGEST_COUNT
        decimals = 3 if unit is None else _DECIMALS.get(unit, 0)
        yield from _decimal_problems(pointer, quantity, largest, decimals, included=count_included and not in_bulk)


def amount_problems(pointer: str, amount: Decimal | None) -> Iterator[FieldProblem]:
    """Check an amount of money: positive, to two decimals."""
    yield from quantity_problems(pointer, amount, MONEY)


def exceeds(value: Decimal | None, bound: Decimal | None) -> bool:
    """Answer whether a value is above its bound, where both are given and neither is refused for itself."""
    if value is None or bound is None:
        return False
    return _is_plausible(value, LARGEST) and _is_plausible(bound, LARGEST) and value > bound


def _decimal_problems(
    pointer: str, value: Decimal, largest: Decimal, decimals: int, *, included: bool
) -> Iterator[FieldProblem]:
    if not _is_plausible(value, largest, included=included):
        bound = f"{'at most' if included else 'below'} {largest:f}"
        yield FieldProblem(pointer, f"expected a number above 0 and {bound}", "out-of-range")
    elif value != round(value, decimals):
        expected = f"at most {decimals} decimals" if decimals else "a whole number in this unit"
        yield FieldProblem(pointer, f"expected {expected}", "too-fine")


def _is_plausible(value: Decimal, largest: Decimal, *, included: bool = False) -> bool:
    return value.is_finite() and value > 0 and (value < largest or (included and value == largest))
