"""From what a solver wishes, in floating point, to matches that hold exactly: rounded down, then topped up."""

from collections.abc import Mapping
from typing import Final

from matcher.domain.rounds.groups import drop_halves, groups_of
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.parts import Pair
from matcher.domain.rounds.steps import down_to_step

_CRUMBS: Final = 2_000
"""Less than this part of what a pair could take is no match."""


def repaired(held: Ledger, wishes: Mapping[int, int | None], pins: Mapping[int, int | None]) -> Ledger:
    """Return the held matches with the wishes that fit: each its minimum first, then its wish, then what is left.

    Nothing beyond a limit is ever written; what cannot have its minimum is left out, and all-or-nothing needs that
    are not whole then are left out altogether.
    """
    ledger, pairs = held.copy(), held.problem.pairs
    wishes = {place: wish for place, wish in wishes.items() if place in pins or not _is_crumb(pairs[place], wish)}
    for place in sorted(wishes, key=lambda place: (place not in pins, place)):
        pair = pairs[place]
        least = pins.get(place) or pair.least
        if pair.asked is None:
            ledger.put_most(place)
        elif ledger.room(place) >= least:
            ledger.put(place, least)
    for place, wish in sorted(wishes.items()):
        pair = pairs[place]
        if wish is not None and place in ledger.matches and pins.get(place) is None:
            wanted = down_to_step(min(wish, pair.most), pair.step)
            ledger.put(place, max(pair.least, min(wanted, ledger.room(place))))
    _top_up(ledger, wishes, pins)
    drop_halves(ledger, groups_of(ledger.problem))
    _top_up(ledger, wishes, pins)
    return ledger


def _is_crumb(pair: Pair, wish: int | None) -> bool:
    """Say whether a quantity is what floating point leaves behind, or less than the solver's own minimum."""
    return wish is not None and (wish * _CRUMBS < pair.most or wish * 10 < pair.least * 9)


def _top_up(ledger: Ledger, wishes: Mapping[int, int | None], pins: Mapping[int, int | None]) -> None:
    for place in sorted(wishes):
        if place in ledger.matches and pins.get(place) is None:
            ledger.put_most(place)
