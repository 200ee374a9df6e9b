"""What must hold of every match, whatever the needs and offers."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.candidates import Candidate
from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from matcher.domain.sentences import tell_item, tell_verdict
from matcher.domain.supply import Eligibility, Offer
from tests.support.matching_worlds import ELIGIBLE, World, worlds

PROFILE = load_profile()
LANGUAGES = st.sampled_from(("ar", "en", "es", "fr", "ru", "zh"))


def engine_of(world: World) -> Engine:
    return Engine(world.context, PROFILE, needs=world.needs, offers=world.offers)


def answers(engine: Engine) -> list[object]:
    """Return everything that the engine says of everything it holds."""
    of_needs = [
        (engine.candidates_of_need(each.need_id), engine.near_misses_of_need(each.need_id)) for each in engine.needs
    ]
    of_offers = [
        (engine.candidates_of_offer(each.offer_id), engine.near_misses_of_offer(each.offer_id))
        for each in engine.offers
    ]
    return [of_needs, of_offers]


def all_candidates(engine: Engine) -> list[Candidate]:
    return [found for need in engine.needs for found in engine.candidates_of_need(need.need_id)]


def with_more_capacity(offer: Offer, place: int, more: int) -> Offer:
    lines = list(offer.lines)
    grown = lines[place % len(lines)]
    lines[place % len(lines)] = replace(grown, pledged=None if grown.pledged is None else grown.pledged + more)
    return replace(offer, lines=tuple(lines))


def narrowed(eligibility: Eligibility, by: Eligibility) -> Eligibility:
    return Eligibility(
        everyone=eligibility.everyone and by.everyone,
        states=tuple(each for each in eligibility.states if each in by.states),
        regions=tuple(each for each in eligibility.regions if each in by.regions),
        groups=tuple(each for each in eligibility.groups if each in by.groups),
        excluded_states=eligibility.excluded_states + by.excluded_states,
    )


@settings(deadline=None, max_examples=50)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(world: World, chance: Random) -> None:
    shuffled = World(
        chance.sample(world.needs, len(world.needs)), chance.sample(world.offers, len(world.offers)), world.context
    )
    assert answers(engine_of(shuffled)) == answers(engine_of(world))


@settings(deadline=None, max_examples=30)
@given(worlds(), worlds())
def test_what_was_put_and_dropped_before_leaves_no_trace(world: World, former: World) -> None:
    engine = engine_of(World(former.needs, former.offers, world.context))
    for need in former.needs:
        engine.drop_need(need.need_id)
    for offer in former.offers:
        engine.drop_offer(offer.offer_id)
    for need in world.needs:
        engine.put_need(need)
    for offer in world.offers:
        engine.put_offer(offer)
    assert answers(engine) == answers(engine_of(world))


@settings(deadline=None, max_examples=80)
@given(worlds(most=2), st.integers(0, 1), st.sampled_from((1, 500, 7_000, 10**9)))
def test_adding_capacity_never_lowers_a_candidate(world: World, place: int, more: int) -> None:
    before = all_candidates(engine_of(world))
    grown = [with_more_capacity(offer, place, more) for offer in world.offers]
    after = all_candidates(engine_of(World(world.needs, grown, world.context)))
    scores = {(each.need_id, each.offer_id): each.score for each in after}
    assert all(scores[each.need_id, each.offer_id] >= each.score for each in before)


@settings(deadline=None, max_examples=80)
@given(worlds(most=3), st.sampled_from(ELIGIBLE))
def test_narrowing_eligibility_never_adds_a_candidate(world: World, by: Eligibility) -> None:
    before = {(each.need_id, each.offer_id) for each in all_candidates(engine_of(world))}
    narrow = [replace(offer, eligibility=narrowed(offer.eligibility, by)) for offer in world.offers]
    after = all_candidates(engine_of(World(world.needs, narrow, world.context)))
    assert {(each.need_id, each.offer_id) for each in after} <= before


@settings(deadline=None, max_examples=50)
@given(worlds())
def test_what_answers_a_need_never_depends_on_other_needs(world: World) -> None:
    together = engine_of(world)
    for need in world.needs:
        alone = engine_of(World([need], world.offers, world.context))
        assert alone.candidates_of_need(need.need_id) == together.candidates_of_need(need.need_id)


@settings(deadline=None, max_examples=50)
@given(worlds())
def test_every_explanation_sums_exactly_to_its_score(world: World) -> None:
    for found in all_candidates(engine_of(world)):
        for explained in (found, *found.pairs):
            items = explained.explanation.items
            assert sum(item.contribution for item in items) == explained.score
            assert all(item.contribution == item.points * item.weight // 1000 for item in items)
            assert all(0 <= item.points <= 1000 for item in items)
        assert found.lead in found.pairs


@settings(deadline=None, max_examples=50)
@given(worlds())
def test_no_offer_is_both_a_candidate_and_a_near_miss(world: World) -> None:
    engine = engine_of(world)
    for need in world.needs:
        matching = {each.offer_id for each in engine.candidates_of_need(need.need_id)}
        missing = engine.near_misses_of_need(need.need_id, len(world.offers))
        assert matching.isdisjoint(each.offer_id for each in missing)
        assert all(each.failed for each in missing)


@settings(deadline=None, max_examples=50)
@given(worlds(), LANGUAGES)
def test_every_reason_can_be_told_in_every_language(world: World, language: str) -> None:
    engine, around = engine_of(world), world.context
    for need in world.needs:
        candidates = engine.candidates_of_need(need.need_id)
        misses = engine.near_misses_of_need(need.need_id, 9)
        explanations = [each.explanation for each in (*candidates, *misses)]
        told = [
            tell_item(item, language, around.vocabulary, around.geography)
            for explanation in explanations
            for item in explanation.items
        ]
        told += [
            tell_verdict(verdict, language, around.vocabulary, around.geography)
            for miss in misses
            for verdict in miss.failed
        ]
        assert all(sentence.endswith((".", "\u3002")) for sentence in told)
