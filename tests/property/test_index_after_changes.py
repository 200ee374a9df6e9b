"""The index, whatever was put, amended and dropped before, answers as the slow and obvious matcher does."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import event, given, settings
from hypothesis import strategies as st

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.engine import Engine
from matcher.domain.scoring import ScoringProfile, load_profile
from matcher.domain.supply import Ceiling, Line, Offer
from tests.support import reference_matcher
from tests.support.matching_worlds import World, worlds

PROFILE = load_profile()
Ranked = list[tuple[UUID, int]]


def expected(need: Need, offers: Sequence[Offer], context: Context, profile: ScoringProfile = PROFILE) -> Ranked:
    found = reference_matcher.candidates_of_need(need, offers, context, profile.weights)
    return [(each.offer_id, each.score) for each in found]


def tops(engine: Engine) -> list[tuple[tuple[UUID, int], ...]]:
    return [engine.top(need.need_id, limit) for need in engine.needs for limit in (None, 1, 2)]


def assert_as_expected(engine: Engine) -> None:
    for need in engine.needs:
        ranked = expected(need, engine.offers, engine.context, engine.profile)
        event(f"offers: {len(ranked)}")
        for limit in (None, 1, 2):
            assert list(engine.top(need.need_id, limit)) == ranked[:limit]


@settings(deadline=None, max_examples=30)
@given(worlds(), worlds(), st.randoms(use_true_random=False))
def test_each_change_leaves_the_answers_of_an_engine_built_afresh(
    first: World, then: World, chance: random.Random
) -> None:
    engine = Engine(then.context, PROFILE, needs=then.needs, offers=first.offers)
    tops(engine)
    for offer in chance.sample([*first.offers, *then.offers], len(first.offers) + len(then.offers)):
        if chance.random() < 0.3:
            engine.drop_offer(offer.offer_id)
        else:
            engine.put_offer(offer)
        assert tops(engine) == tops(Engine(then.context, PROFILE, needs=then.needs, offers=engine.offers))
    assert_as_expected(engine)


@settings(deadline=None, max_examples=30)
@given(worlds(), st.sampled_from((-40, -1, 1, 12, 60, 400)))
def test_another_day_sees_the_same_index_with_other_eyes(world: World, days: int) -> None:
    engine = Engine(world.context, PROFILE, needs=world.needs, offers=world.offers)
    tops(engine)
    assert_as_expected(engine.under(replace(world.context, today=world.context.today + timedelta(days=days))))


@settings(deadline=None, max_examples=30)
@given(worlds(), worlds())
def test_of_two_engines_that_share_an_index_each_sees_its_own_changes(world: World, other: World) -> None:
    engine = Engine(world.context, PROFILE, needs=world.needs, offers=world.offers)
    weights = dict(PROFILE.weights) | {"specificity": 300, "coverage": 220}
    twin = engine.under(world.context, ScoringProfile("other", 1, weights))
    for offer in other.offers:
        twin.put_offer(offer)
    engine.drop_offer(world.offers[0].offer_id)
    assert [each.offer_id for each in engine.offers] == [each.offer_id for each in world.offers[1:]]
    assert_as_expected(engine)
    assert_as_expected(twin)


@settings(deadline=None, max_examples=40)
@given(worlds(), st.sampled_from((10**13, 10**16, 10**19)), st.sampled_from(("lines", "needs", "ceilings", "all")))
def test_amounts_that_64_bits_cannot_hold_are_exact_too(world: World, factor: int, side: str) -> None:
    offers, needs = world.offers, world.needs
    if side in {"lines", "all"}:
        offers = [replace(each, lines=tuple(_grown_line(line, factor) for line in each.lines)) for each in offers]
    if side in {"ceilings", "all"}:
        offers = [replace(each, ceiling=each.ceiling or Ceiling(2 * factor, "machine")) for each in offers]
    if side in {"needs", "all"}:
        needs = [replace(each, components=tuple(_grown(part, factor) for part in each.components)) for each in needs]
    assert_as_expected(Engine(world.context, PROFILE, needs=needs, offers=offers))


def _grown_line(line: Line, factor: int) -> Line:
    most = None if line.largest_share is None else line.largest_share * factor
    return replace(line, pledged=None if line.pledged is None else line.pledged * factor, largest_share=most)


def _grown(component: Component, factor: int) -> Component:
    cost = None if component.estimated_cost is None else component.estimated_cost * factor
    return replace(
        component, quantity=None if component.quantity is None else component.quantity * factor, estimated_cost=cost
    )
