"""The ways in which offers can serve a need: one for each pair that the matching found valid."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from matcher.domain.amounts import MONEY
from matcher.domain.candidates import Candidate
from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.forms import FINANCE
from matcher.domain.pairing import Meeting, Pairing
from matcher.domain.supply import Line, Offer
from matcher.domain.taking import Taking

OWN, FUNDS, DELIVERS, BOTH = "own_delivery", "funds_others", "delivers_for_others", "both"

UNCOUNTED: Final = frozenset({MONEY, "tonne"})
"""Units that come in parts; all others are handed over whole."""


@dataclass(frozen=True)
class Way:
    """A line that can serve a component; `breadth` = how many components of the need the line can serve."""

    offer: Offer
    component: Component
    line: Line
    known: Taking
    score: int
    breadth: int

    @cached_property
    def is_measured(self) -> bool:
        """Whether the quantities of the two sides compare."""
        return self.known.takeable is not None

    @cached_property
    def is_money(self) -> bool:
        """Whether the line can pay for another's delivery."""
        return self.line.unit == MONEY or FINANCE in self.line.modalities

    @cached_property
    def order(self) -> tuple[bool, int, int, int, int, int]:
        """The order of filling: things before money, lines that serve little else, the better pair, then ids."""
        ids = (self.component.component_id.int, self.offer.offer_id.int, self.line.line_id.int)
        return (self.line.unit in UNCOUNTED, self.breadth, -self.score, *ids)


def ways_of(need: Need, offer: Offer, candidate: Candidate, context: Context) -> tuple[Way, ...]:
    """Return a way for each valid pair of the candidate, in the order of filling."""
    meeting = Meeting(need, offer, context)
    components = {each.component_id: each for each in need.components}
    lines = {each.line_id: each for each in offer.lines}
    served = [pair.line_id for pair in candidate.pairs]
    return in_order(
        Way(
            offer=offer,
            component=components[pair.component_id],
            line=lines[pair.line_id],
            known=Pairing(meeting, components[pair.component_id], lines[pair.line_id]).taking,
            score=pair.score,
            breadth=served.count(pair.line_id),
        )
        for pair in candidate.pairs
    )


def in_order(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Return the ways in the order of filling."""
    return tuple(sorted(ways, key=lambda way: way.order))
