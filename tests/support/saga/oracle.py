"""What both sides must hold for a match once everything has been heard, written down apart from the services' code.

From the agreed table: endorsed and reserved matches are held, confirmed ones and those in delivery promised, and what
was delivered stays counted whatever becomes of the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from shared.events.matches import MatchLine, MatchState
from shared.events.reservations import ReservationState

PLACES: Final[Mapping[str, str]] = {
    "endorsed": "held",
    "reserved": "held",
    "confirmed": "promised",
    "in_delivery": "promised",
}
"""Where what is not delivered yet stands; in every other status it is free."""

ANSWERS: Final[Mapping[str, str]] = {
    "reserved": "held",
    "confirmed": "confirmed",
    "in_delivery": "confirmed",
    "delivered": "settled",
    "evaluated": "settled",
}
"""What a side has to say of a match; of every other status it is `released`, or nothing at all."""

NONE: Final = Decimal(0)


@dataclass(frozen=True)
class Taken:
    """What a match takes of one part of a record, and how much of that came; `amount` None = it is not said.

    `at_least` = the side may have set aside more: the rest of a line that is not divided.
    """

    amount: Decimal | None
    delivered: Decimal
    at_least: bool = False

    def figures(self, status: str) -> dict[str, Decimal] | None:
        """Return what must be there in each of the three ways; None where the amount is the side's to know."""
        if self.amount is None:
            return None
        figures = {"held": NONE, "promised": NONE, "delivered": self.delivered}
        if status in PLACES:
            figures[PLACES[status]] = self.amount - self.delivered
        return figures

    def is_met_by(self, found: Mapping[str, Decimal], status: str) -> bool:
        """Say whether this is what must be there."""
        place = PLACES.get(status)
        if self.amount is None:
            place = place or ("delivered" if status in ANSWERS else None)
            return not any(amount for name, amount in found.items() if name != place)
        asked = self.figures(status) or {}
        if self.at_least and place is not None and found[place] > asked[place]:
            return {**found, place: asked[place]} == asked
        return found == asked


def disagreements(
    match: MatchState, side: str, told: ReservationState | None, indivisible: Collection[UUID]
) -> Iterator[str]:
    """Yield where a side's reservation is not what the match's status demands, once all is heard.

    `indivisible` are lines that are held whole, whatever the match says.
    """
    if told is None:
        if match.status in ANSWERS:
            yield f"{side} has nothing for a match that is {match.status}"
        return
    if told.match_version != match.version:
        yield f"{side} stands at version {told.match_version} of {match.version}"
    demanded = ANSWERS.get(match.status, "released")
    if told.status != demanded:
        yield f"{side} says {told.status} of a match that is {match.status}"
    yield from _wrong_figures(match, side, told, _taken(match, side, indivisible))


def _wrong_figures(
    match: MatchState, side: str, told: ReservationState, taken: Mapping[tuple[UUID, UUID], Taken]
) -> Iterator[str]:
    there = {(holding.part_id, holding.component_id): holding for holding in told.holdings}
    for key in taken.keys() | there.keys():
        holding = there.get(key)
        names = ("held", "promised", "delivered")
        found = {name: NONE if holding is None else getattr(holding, name) for name in names}
        asked = taken.get(key, Taken(NONE, found["delivered"]))
        if not asked.is_met_by(found, match.status):
            yield f"{side} has {found} where a match that is {match.status} demands {asked}"


def _taken(match: MatchState, side: str, indivisible: Collection[UUID]) -> dict[tuple[UUID, UUID], Taken]:
    if side == "offers":
        return {
            (line.line_id, line.component_id): Taken(line.quantity, line.delivered, line.line_id in indivisible)
            for line in match.lines
        }
    given: defaultdict[UUID, list[MatchLine]] = defaultdict(list)
    for line in match.lines:
        if line.role == "provides":
            given[line.component_id].append(line)
    return {(component, component): _sum(lines) for component, lines in given.items()}


def _sum(lines: Collection[MatchLine]) -> Taken:
    figures = [line.coverage for line in lines if line.coverage is not None]
    whole = sum(figures, NONE) if len(figures) == len(lines) else None
    return Taken(whole, sum((line.covered for line in lines), NONE))
