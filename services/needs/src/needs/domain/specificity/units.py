"""Quantities in words, for sentences such as "the 20,000 weapons"."""

from decimal import Decimal

from needs.domain.quantities import grouped
from shared.vocabulary import load_vocabulary


def counted(quantity: Decimal, unit: str) -> str:
    """Return the quantity with its unit in English."""
    names = load_vocabulary().units[unit]
    if quantity == 1:
        return f"the {names.titles['en']}"
    return f"the {grouped(quantity)} {names.titles_plural['en']}"
