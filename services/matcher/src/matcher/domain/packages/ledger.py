"""What is left while a package's quantities are laid out: of each component, of each line, of each offer's ceiling."""

from fractions import Fraction
from math import floor
from typing import Final
from uuid import UUID

from matcher.domain.amounts import ONE
from matcher.domain.packages.ways import UNCOUNTED, Way

WHOLE: Final = Fraction(1)


class Ledger:
    """Counts exactly, in fractions, so that no rounding gives more than a component asks or a line holds."""

    def __init__(self) -> None:
        self._rest: dict[UUID, Fraction] = {}
        self._left: dict[UUID, int] = {}
        self._room: dict[UUID, Fraction] = {}

    def covered(self, component_id: UUID) -> int:
        """Return the share of the component's residual that was taken over, in thousandths, rounded down."""
        return floor((WHOLE - self._rest.get(component_id, WHOLE)) * ONE)

    def open_to(self, way: Way) -> int:
        """Return the most of the line that may still go to the component; 0 where that is below its smallest share."""
        asked = way.known.asked or 0
        rest = self._rest.get(way.component.component_id, WHOLE)
        most = asked if rest == WHOLE else whole_units(floor(rest * asked), way.line.unit)
        return allowed(min(most, self.money_of(way)), way)

    def money_of(self, way: Way) -> int:
        """Return what may still be taken of the line, whatever the component asks: all that a payer may spend."""
        left = self._left.get(way.line.line_id)
        if left is None:
            left = way.line.remaining or 0
            largest = way.line.largest_share
            left = left if largest is None else min(left, largest)
        here = way.known.room_here
        return left if here is None else min(left, floor(self._room.get(way.offer.offer_id, WHOLE) * here))

    def take(self, way: Way, quantity: int) -> None:
        """Take a quantity of the line over for the component."""
        rest = self._rest.get(way.component.component_id, WHOLE)
        self._rest[way.component.component_id] = rest - Fraction(quantity, way.known.asked or quantity)
        self.spend(way, quantity)

    def spend(self, way: Way, quantity: int) -> None:
        """Take a quantity of the line; an indivisible line goes to one component alone."""
        left = self.money_of(way) - quantity
        self._left[way.line.line_id] = left if way.line.divisible else 0
        here = way.known.room_here
        if here:
            room = self._room.get(way.offer.offer_id, WHOLE)
            self._room[way.offer.offer_id] = room - Fraction(quantity, here)


def whole_units(quantity: int, unit: str | None) -> int:
    """Return the quantity without a part of a unit that is counted."""
    return quantity if unit in UNCOUNTED else quantity - quantity % ONE


def allowed(quantity: int, way: Way) -> int:
    """Return the quantity, or 0 where the line gives no such small one."""
    return quantity if quantity >= max(1, way.line.smallest_share or 0) else 0
