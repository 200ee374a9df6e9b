"""The pairs of a need's components with lines, and what they come to for each offer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.domain.index.arrays import Ints, Places
from matcher.domain.index.inquiry import Inquiry
from matcher.domain.index.quantities import covered
from matcher.domain.index.standing import Standing


@dataclass(frozen=True)
class Pairs:
    """Valid pairs: row of the offer, number of the component, merit but for coverage and words, points of coverage."""

    offers: Places
    component: Ints
    merit: Ints
    coverage: Ints


def pairs_of(inquiry: Inquiry, number: int, asked: Ints, standing: Standing) -> Pairs:
    """Return the pairs of the component of that number; `asked` is what it asks for in each measure."""
    lines, outlook = inquiry.lines, inquiry.outlook
    forms = outlook.of_modalities(inquiry.need.components[number], lines.modalities.records)
    points = forms[lines.table["modalities"][standing.lines]]
    amounts = asked[lines.table["measure"][standing.lines]]
    holds, coverage = covered(amounts, lines.bounds(standing.lines, standing.states, inquiry.context))
    at = np.flatnonzero(holds & (points > 0))
    merit = standing.merit[at] + outlook.contribution("modality", points[at])
    return Pairs(standing.offers[at], np.full(len(at), number), merit, coverage[at])


def joined_pairs(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of all components together."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Pairs(*np.zeros((4, 0), np.int64))
    columns = zip(*((each.offers, each.component, each.merit, each.coverage) for each in parts), strict=True)
    return Pairs(*(np.concatenate(column) for column in columns))


def scores_by_offer(inquiry: Inquiry, pairs: Pairs) -> tuple[Places, Ints]:
    """Return each offer with its score but for the words: the lead's merit, and coverage taken over the whole need."""
    if not len(pairs.offers):
        return pairs.offers, pairs.merit
    components = len(inquiry.need.components)
    keys = pairs.offers * components + pairs.component
    order = np.argsort(keys)
    keys, offers = keys[order], pairs.offers[order]
    of_component, of_offer = _starts(keys), _starts(offers)
    best = np.maximum.reduceat(pairs.coverage[order], of_component)
    total = np.add.reduceat(best, np.searchsorted(of_component, of_offer))
    lead = np.maximum.reduceat(pairs.merit[order], of_offer)
    return offers[of_offer], lead + inquiry.outlook.contribution("coverage", total // components)


def _starts(sorted_keys: Ints) -> Places:
    """Return where each run of equal keys begins."""
    return np.flatnonzero(np.concatenate(([True], sorted_keys[1:] != sorted_keys[:-1])))
