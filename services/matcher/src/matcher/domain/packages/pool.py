"""Which candidates a search for packages looks at: few enough to try every combination."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final
from uuid import UUID

from matcher.domain.candidates import Candidate
from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.packages.facets import Facet, given, wanted
from matcher.domain.packages.ways import BOTH, DELIVERS, FUNDS, Way, ways_of
from matcher.domain.supply import Offer
from matcher.domain.taking import residual

BEST_OF_COMPONENT: Final = 12
"""How many offers are looked at for each component, by the score of their best pair with it."""

MOST_LOOKED_AT: Final = 14
"""How many offers are looked at in all: 1,470 packages of at most four, each of which is laid out."""


@dataclass(frozen=True)
class Answering:
    """An offer of the pool: the ways in which it serves, and what it gives of what each component needs to last."""

    offer: Offer
    score: int
    ways: tuple[Way, ...]
    facets: Mapping[UUID, frozenset[Facet]]


@dataclass(frozen=True)
class Pool:
    """The need's components that are still asked for, what each needs to last, and the offers looked at, by id."""

    components: tuple[Component, ...]
    wanted: Mapping[UUID, frozenset[Facet]]
    answering: tuple[Answering, ...]
    context: Context


def pool_of(
    need: Need,
    found: Sequence[tuple[Offer, Candidate]],
    context: Context,
    *,
    own_upkeep: bool = False,
    most: int = MOST_LOOKED_AT,
) -> Pool:
    """Return the pool of a need; `own_upkeep` = the State has a plan for upkeep, so that none is asked for."""
    asked = tuple(each for each in need.components if residual(each) != 0)
    covered_by_state = {Facet.UPKEEP} if own_upkeep else set[Facet]()
    wants = {each.component_id: wanted(each, context) - covered_by_state for each in asked}
    answering = [_answering(need, offer, candidate, asked, context) for offer, candidate in found]
    kept = _looked_at(answering, wants, most)
    return Pool(asked, wants, tuple(sorted(kept, key=lambda each: each.offer.offer_id)), context)


def _answering(
    need: Need, offer: Offer, candidate: Candidate, asked: Sequence[Component], context: Context
) -> Answering:
    facets = {each.component_id: given(offer, each, context) for each in asked}
    return Answering(offer, candidate.score, ways_of(need, offer, candidate, context), facets)


def _looked_at(
    answering: Sequence[Answering], wants: Mapping[UUID, frozenset[Facet]], most: int
) -> Sequence[Answering]:
    """Take in turn the best of each component, and the best that gives each facet or role, up to the bound."""
    queues = [queue for component_id in wants for queue in _queues(answering, component_id, wants[component_id])]
    kept: dict[UUID, Answering] = {}
    for row in zip_longest(*queues):
        for each in row:
            if each is not None and len(kept) < most:
                kept[each.offer.offer_id] = each
    return list(kept.values())


def _queues(answering: Sequence[Answering], component_id: UUID, wanted_here: frozenset[Facet]) -> list[list[Answering]]:
    def merit(each: Answering) -> tuple[int, int, int]:
        best = max(way.score for way in each.ways if way.component.component_id == component_id)
        return (-best, -each.score, each.offer.offer_id.int)

    serving = [each for each in answering if any(way.component.component_id == component_id for way in each.ways)]
    serving.sort(key=merit)
    by_facet = [[each for each in serving if facet in each.facets[component_id]] for facet in sorted(wanted_here)]
    roles = [
        [each for each in serving if each.offer.delivery_model in models] for models in ((FUNDS, BOTH), (DELIVERS,))
    ]
    return [serving[:BEST_OF_COMPONENT], *(queue[:1] for queue in (*by_facet, *roles))]
