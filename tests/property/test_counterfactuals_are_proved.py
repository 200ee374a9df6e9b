"""Every counterfactual that is shown makes the two match, by the specification's own reckoning, at the score shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from matcher.domain.conditions import Party
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.engine import Engine
from matcher.domain.remedies import Counterfactual, Nearest, nearest_needs, nearest_offers
from matcher.domain.remedies.case import Case
from matcher.domain.scoring import load_profile
from matcher.domain.spans import Span
from matcher.domain.supply import Offer
from tests.support import reference_matcher as reference
from tests.support.matching_worlds import World, worlds

PROFILE = load_profile()
ONE_DAY = timedelta(days=1)


def of_need(need: Need, world: World) -> tuple[Nearest, ...]:
    return nearest_offers(need, world.offers, world.context, PROFILE)


def of_offer(offer: Offer, world: World) -> tuple[Nearest, ...]:
    return nearest_needs(offer, world.needs, world.context, PROFILE)


def proofs(found: Sequence[Nearest]) -> list[Counterfactual]:
    return [each for pair in found for each in (pair.found, pair.instead) if each is not None]


def score_by_reference(need: Need, offer: Offer, context: Context) -> int | None:
    found = reference.candidate(need, offer, context, PROFILE.weights)
    return None if found is None else found.score


def untouched(one: Need | Offer, other: Need | Offer) -> bool:
    """Whether the two are one and the same record: its identity, version and part of the table never change."""
    return (one.version, one.external_id, one.historic) == (other.version, other.external_id, other.historic)


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_applied_to_copies_the_changes_make_the_two_match_at_the_score_shown(world: World) -> None:
    asked = [of_need(need, world) for need in world.needs] + [of_offer(offer, world) for offer in world.offers]
    for proof in (each for found in asked for each in proofs(found)):
        event(f"changes: {len(proof.changes)}")
        before, after = proof.before, proof.after
        assert score_by_reference(before.need, before.offer, before.context) is None
        assert score_by_reference(after.need, after.offer, after.context) == proof.score
        assert untouched(before.need, after.need)
        assert untouched(before.offer, after.offer)


@settings(deadline=None, max_examples=30)
@given(worlds())
def test_an_engine_that_holds_the_changed_copies_finds_the_candidate(world: World) -> None:
    engine = Engine(world.context, PROFILE, needs=world.needs, offers=world.offers)
    for need in world.needs:
        for proof in proofs(of_need(need, world)):
            twin = engine.under(proof.after.context)
            twin.put_need(proof.after.need)
            twin.put_offer(proof.after.offer)
            found = {each.offer_id: each.score for each in twin.candidates_of_need(need.need_id)}
            assert found[proof.after.offer.offer_id] == proof.score


@settings(deadline=None, max_examples=30)
@given(worlds())
def test_a_side_that_is_not_named_did_not_change_and_one_that_is_named_is_needed(world: World) -> None:
    for need in world.needs:
        for proof in proofs(of_need(need, world)):
            parties = {change.who for change in proof.changes}
            before, after = proof.before, proof.after
            assert after.need == before.need or Party.STATE in parties
            assert after.offer == before.offer or Party.DONOR in parties
            assert after.context.today == before.context.today or Party.WAIT in parties
            if len(parties) == 2 and parties == {Party.STATE, Party.DONOR}:
                assert score_by_reference(after.need, before.offer, before.context) is None
                assert score_by_reference(before.need, after.offer, before.context) is None


def a_little_less(proof: Counterfactual) -> Case | None:
    """Return the case with the one number of the change a day or a thousandth short, where a change has a number."""
    [change] = proof.changes
    before, after, code = proof.before, proof.after, proof.failed[0].code
    if change.what == "deadline" and after.need.deadline:
        return after.with_need(deadline=after.need.deadline - ONE_DAY)
    if change.key == ("state", "window"):
        return after.with_need(window=shorter(after.need.window, before.need.window))
    if change.key == ("donor", "window") and before.failed[0].message_key.endswith((".apart", ".too_short")):
        return after.with_offer(window=shorter(after.offer.window, before.offer.window))
    return a_thousandth_less(change.what, after) if code == "below_minimum_share" else None


def a_thousandth_less(what: str, case: Case) -> Case | None:
    component, line = case.component, case.line
    if what == "minimum":
        return case.with_line(smallest_share=(line.smallest_share or 0) + 1)
    if what == "quantity" and line.unit != "money":
        return case.with_component(quantity=(component.quantity or 0) - 1)
    return case.with_line(pledged=(line.pledged or 0) - 1) if what == "capacity" else None


def shorter(span: Span, than: Span) -> Span:
    """Take back one of the days that were added."""
    if span.end != than.end and span.end:
        return replace(span, end=span.end - ONE_DAY)
    return span if span.start is None else replace(span, start=span.start + ONE_DAY)


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_a_day_or_a_thousandth_less_would_not_do(world: World) -> None:
    found = [each for need in world.needs for each in proofs(of_need(need, world))]
    found += [each for offer in world.offers for each in proofs(of_offer(offer, world))]
    for proof in found:
        less = a_little_less(proof) if len(proof.changes) == 1 else None
        if less is not None:
            event(f"{proof.changes[0].what} a little less")
            assert score_by_reference(less.need, less.offer, less.context) is None


@settings(deadline=None, max_examples=40)
@given(worlds())
def test_for_every_near_miss_of_a_need_of_some_state_there_is_a_way(world: World) -> None:
    for need in (need for need in world.needs if world.context.states_of(need)):
        misses = reference.near_misses_of_need(need, world.offers, world.context, PROFILE.weights, len(world.offers))
        assert {each.offer_id for each in of_need(need, world)} == {miss.offer_id for miss in misses}


@settings(deadline=None, max_examples=30)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(world: World, random: Random) -> None:
    shuffled = replace(world, needs=world.needs[:], offers=world.offers[:])
    random.shuffle(shuffled.needs)
    random.shuffle(shuffled.offers)
    for need in world.needs:
        assert of_need(need, world) == of_need(need, shuffled)
    for offer in world.offers:
        assert of_offer(offer, world) == of_offer(offer, shuffled)


@settings(deadline=None, max_examples=30)
@given(worlds())
def test_the_nearest_come_first(world: World) -> None:
    for need in world.needs:
        found = of_need(need, world)
        places = [(*each.found.cost, each.offer_id) for each in found]
        assert places == sorted(places)
        assert all(len(each.found.changes) == each.found.cost[0] for each in found)
