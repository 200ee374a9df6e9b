"""How much of one line is engaged for a match, and in which of the three ways."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """Quantities in the line's unit that are never mixed: held for a while, promised, and delivered."""

    held: Decimal = NOTHING
    promised: Decimal = NOTHING
    delivered: Decimal = NOTHING

    def total(self) -> Decimal:
        """Return how much room of the line they take together."""
        return self.held + self.promised + self.delivered
