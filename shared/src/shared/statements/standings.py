"""What a match asks of those who hold something for it: one rule for the capacity of offers and the coverage of needs.

What must be held follows from the match's newest status alone (docs/adr/0022-ledgers-follow-states.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

NOTHING: Final = Decimal(0)

Standing = Literal["held", "confirmed", "settled", "released"]
"""What a match asks for: to be held, promised, counted as far as it was delivered, or let go."""

STANDINGS: Final[Mapping[str, Standing]] = {
    "proposed": "released",
    "endorsed": "held",
    "refused": "released",
    "reserved": "held",
    "confirmed": "confirmed",
    "in_delivery": "confirmed",
    "delivered": "settled",
    "evaluated": "settled",
    "rejected": "released",
    "declined": "released",
    "expired": "released",
    "dissolved": "released",
}
"""What each status of a match asks for."""


@dataclass(frozen=True)
class Figures:
    """What is spoken for of one line or component, in its unit, never mixed: held for a while, promised, delivered."""

    held: Decimal = NOTHING
    promised: Decimal = NOTHING
    delivered: Decimal = NOTHING

    def total(self) -> Decimal:
        """Return how much room they take together."""
        return self.held + self.promised + self.delivered


NO_FIGURES: Final = Figures()
"""None of the three."""
