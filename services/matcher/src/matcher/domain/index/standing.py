"""The lines that may answer one component of a need, narrowed condition by condition, the most telling first."""

from dataclasses import dataclass, replace

import numpy as np

from matcher.domain.affinity import POINTS, Affinity
from matcher.domain.amounts import ONE
from matcher.domain.demand import Component
from matcher.domain.index.arrays import Cells, Ints, Places, joined
from matcher.domain.index.facets import GATES
from matcher.domain.index.inquiry import Inquiry
from matcher.domain.index.reaching import reached
from matcher.domain.index.windows import overlap


@dataclass(frozen=True)
class Standing:
    """Lines that stand so far: row of the line, row of its offer, how many of the need's States the offer reaches.

    `merit` is the sum of the contributions of the criteria that were looked at so far.
    """

    lines: Places
    offers: Places
    states: Ints
    merit: Ints

    def where(self, holds: Cells) -> "Standing":
        """Return the lines for which it holds."""
        at = np.flatnonzero(holds)
        return Standing(self.lines[at], self.offers[at], self.states[at], self.merit[at])

    def gaining(self, contributions: Ints) -> "Standing":
        """Return the same lines with more merit."""
        return replace(self, merit=self.merit + contributions)


def meeting_lines(inquiry: Inquiry, component: Component) -> Standing:
    """Return the lines on one branch with the component whose offers meet the need as wholes, refusals aside."""
    standing = _reaching(inquiry, component)
    offers, outlook = standing.offers, inquiry.outlook
    starts, ends = (inquiry.of_offers(name, offers).astype(np.int64) for name in ("start", "end"))
    holds, timing = overlap(inquiry.need, starts, ends, inquiry.context)
    for name in GATES:
        points = inquiry.points_of(name)
        if not points.all():
            holds &= points[inquiry.of_offers(name, offers)] > 0
    gained = outlook.contribution("language", inquiry.points_of("languages"))[inquiry.of_offers("languages", offers)]
    gained += outlook.contribution("timing", timing)
    gained += ONE * outlook.weights["conditions"] // ONE
    return standing.gaining(gained).where(holds)


def _reaching(inquiry: Inquiry, component: Component) -> Standing:
    """Return the lines that answer the category, of offers that reach a State of the need."""
    same, near = POINTS[Affinity.SAME], POINTS[Affinity.CONTAINS]
    found = [inquiry.lines.answering.rows((component.category, points)) for points in (same, near)]
    lines = joined(found)
    offers = inquiry.lines.offers(lines)
    reach = reached(inquiry, offers)
    at = np.flatnonzero(reach.states)
    weight = inquiry.outlook.weights["category"]
    of_category = np.where(at < len(found[0]), same * weight // ONE, near * weight // ONE)
    merit = of_category + inquiry.outlook.contribution("specificity", reach.points[at])
    standing = Standing(lines[at], offers[at], reach.states[at], merit)
    if reach.counts_states:
        return standing
    return standing.where(~inquiry.of_offers("has_ceiling", standing.offers))
