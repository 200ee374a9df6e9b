"""Quantities and money as whole thousandths, so that every sum has the same bits everywhere."""

from decimal import Decimal
from typing import Final

ONE: Final = 1000
"""One whole unit, in thousandths; also full marks of a criterion and the sum of all weights."""

MONEY: Final = "money"
"""The unit of amounts in a currency."""


def thousandths(value: Decimal) -> int:
    """Return a quantity or an amount of money in thousandths; ValueError where it has more than three decimals."""
    scaled = value * ONE
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} has more than three decimals")
    return whole


def part_of(amount: int, whole: int) -> int:
    """Return the share of a positive whole in thousandths, rounded down, never above ONE or below 0."""
    return max(0, min(ONE, amount * ONE // whole))


def divided_up(amount: int, by: int) -> int:
    """Return the quotient rounded up, so that what is asked never rounds away to nothing."""
    return -(-amount // by)
