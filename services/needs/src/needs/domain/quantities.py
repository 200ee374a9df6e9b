"""Quantities in words: the ledger stores three decimals, and people read none that are zero."""

from decimal import Decimal


def plainly(quantity: Decimal) -> str:
    """Return the number without exponent and without zeros at its end: 600, 12.5."""
    return f"{quantity.normalize():f}"


def grouped(quantity: Decimal) -> str:
    """Return the number with its thousands apart: 20,000."""
    return f"{Decimal(plainly(quantity)):,f}"
