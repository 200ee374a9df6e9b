"""The engine, with its index and its shortcuts, answers exactly as the slow and obvious matcher does."""

from hypothesis import event, given, settings

from matcher.domain.candidates import Candidate
from matcher.domain.engine import Engine
from matcher.domain.explanation import Explanation
from matcher.domain.near_misses import NearMiss
from matcher.domain.scoring import load_profile
from tests.support import reference_matcher as reference
from tests.support.matching_worlds import World, worlds
from tests.support.reference_matcher import ExpectedCandidate, ExpectedMiss, ExpectedPair, Points

PROFILE = load_profile()


def engine_of(world: World) -> Engine:
    return Engine(world.context, PROFILE, needs=world.needs, offers=world.offers)


def points_of(explanation: Explanation) -> Points:
    return {item.criterion: item.points for item in explanation.items}


def seen(candidate: Candidate) -> ExpectedCandidate:
    pairs = [
        ExpectedPair(pair.component_id, pair.line_id, pair.score, pair.takeable, points_of(pair.explanation))
        for pair in candidate.pairs
    ]
    return ExpectedCandidate(
        need_id=candidate.need_id,
        offer_id=candidate.offer_id,
        score=candidate.score,
        points=points_of(candidate.explanation),
        contributions={item.criterion: item.contribution for item in candidate.explanation.items},
        lead=(candidate.lead.component_id, candidate.lead.line_id),
        pairs=pairs,
    )


def seen_miss(miss: NearMiss) -> ExpectedMiss:
    failed = [verdict.code.value for verdict in miss.failed]
    return ExpectedMiss(miss.need_id, miss.offer_id, miss.component_id, miss.line_id, failed, miss.score)


@settings(deadline=None, max_examples=120)
@given(worlds())
def test_the_candidates_of_a_need_are_those_of_the_reference(world: World) -> None:
    engine = engine_of(world)
    for need in world.needs:
        found = [seen(each) for each in engine.candidates_of_need(need.need_id)]
        event(f"candidates: {len(found)}")
        assert found == reference.candidates_of_need(need, world.offers, world.context, PROFILE.weights)


@settings(deadline=None, max_examples=120)
@given(worlds())
def test_the_candidates_of_an_offer_are_those_of_the_reference(world: World) -> None:
    engine = engine_of(world)
    for offer in world.offers:
        found = [seen(each) for each in engine.candidates_of_offer(offer.offer_id)]
        assert found == reference.candidates_of_offer(offer, world.needs, world.context, PROFILE.weights)


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_the_near_misses_of_a_need_are_those_of_the_reference(world: World) -> None:
    engine = engine_of(world)
    for need in world.needs:
        for limit in (1, 2, 5):
            found = [seen_miss(each) for each in engine.near_misses_of_need(need.need_id, limit)]
            assert found == reference.near_misses_of_need(need, world.offers, world.context, PROFILE.weights, limit)


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_the_near_misses_of_an_offer_are_those_of_the_reference(world: World) -> None:
    engine = engine_of(world)
    for offer in world.offers:
        for limit in (1, 5):
            found = [seen_miss(each) for each in engine.near_misses_of_offer(offer.offer_id, limit)]
            assert found == reference.near_misses_of_offer(offer, world.needs, world.context, PROFILE.weights, limit)
