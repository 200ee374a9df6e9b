"""The most that a single State may receive under one offer."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Ceiling:
    """A quantity in a unit that some line of the offer counts in; `currency` goes with the unit money alone."""

    amount: Decimal
    unit: str
    currency: str | None = None
