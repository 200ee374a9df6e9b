"""What the candidates would be under other weights: worked out on a copy, so that nothing stays of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from matcher.domain.candidates import Candidate
from matcher.domain.engine import Engine
from matcher.domain.scoring import ScoringProfile


@dataclass(frozen=True)
class WhatIf:
    """The same candidates twice, best first: under the profile in force, and under another one instead.

    Weights decide no hard condition, so the two hold the same pairs of need and offer.
    """

    in_force: ScoringProfile
    instead: ScoringProfile
    before: tuple[Candidate, ...]
    after: tuple[Candidate, ...]


def with_weights(in_force: ScoringProfile, given: Mapping[str, int]) -> ScoringProfile:
    """Return a profile of no name that is kept: these weights, the others as in force; InvalidInput below /weights."""
    return ScoringProfile("what-if", 1, {**in_force.weights, **given})


def what_if_for_need(engine: Engine, need_id: UUID, instead: ScoringProfile) -> WhatIf:
    """Return the offers that answer the need; NotFound where the engine holds no such need."""
    before = engine.candidates_of_need(need_id)
    offers = [engine.offer(each.offer_id) for each in before]
    apart = Engine(engine.context, instead, needs=[engine.need(need_id)], offers=offers)
    return WhatIf(engine.profile, instead, before, apart.candidates_of_need(need_id))


def what_if_for_offer(engine: Engine, offer_id: UUID, instead: ScoringProfile) -> WhatIf:
    """Return the needs that the offer answers; NotFound where the engine holds no such offer."""
    before = engine.candidates_of_offer(offer_id)
    needs = [engine.need(each.need_id) for each in before]
    apart = Engine(engine.context, instead, needs=needs, offers=[engine.offer(offer_id)])
    return WhatIf(engine.profile, instead, before, apart.candidates_of_offer(offer_id))
