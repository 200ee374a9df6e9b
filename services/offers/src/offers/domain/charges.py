"""How an amount counts on the ceilings of the States on whose account a match is: in equal parts, never above."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from shared.statements.standings import NOTHING

_STEP: Final = Decimal("0.001")


@dataclass(frozen=True)
class Charge:
    """What counts on one State's account under an offer, in the measure of the offer's ceiling."""

    state: str
    amount: Decimal


def in_equal_parts(amount: Decimal, rooms: Mapping[str, Decimal]) -> tuple[Charge, ...] | None:
    """Return what each State is charged, exact to three decimals, or None where they have less room together.

    States with less room than an equal part are filled, and the others share the rest; what does not divide goes to
    the first of those with most room. A State without room is charged nothing.
    """
    left = _steps(amount)
    free = {state: max(_steps(room), 0) for state, room in rooms.items()}
    if left > sum(free.values()):
        return None
    order = list(rooms)
    charges: dict[str, int] = {}
    least_first = sorted(free, key=lambda state: (free[state], -order.index(state)))
    for place, state in enumerate(least_first):
        others = len(least_first) - place
        charges[state] = left if others == 1 else min(free[state], left // others)
        left -= charges[state]
    return tuple(Charge(state, charges[state] * _STEP) for state in order if charges[state])


def in_proportion(charges: tuple[Charge, ...], total: Decimal, figure: Decimal) -> dict[str, Decimal]:
    """Return what counts while only `total` of the `figure` is engaged; all of it where nothing is measured."""
    if figure in {NOTHING, total}:
        return {charge.state: charge.amount for charge in charges}
    return {charge.state: (charge.amount * total / figure).quantize(_STEP) for charge in charges}


def _steps(amount: Decimal) -> int:
    return int(amount / _STEP)
