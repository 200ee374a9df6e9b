"""The summaries over unanswered needs, against counting by the specification and trying every change of a kind."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from uuid import UUID

from hypothesis import event, given, settings
from hypothesis import strategies as st

from matcher.domain.demand import Need
from matcher.domain.remedies import Gaps, Scope, find_gaps
from matcher.domain.scoring import load_profile
from matcher.domain.spans import Span
from matcher.domain.supply import Offer
from tests.support import reference_matcher as reference
from tests.support.matching_worlds import CATEGORIES, World, worlds
from tests.support.reference_conditions import failed_codes

PROFILE = load_profile()
AREAS = (
    "africa",
    "western_africa",
    "eastern_africa",
    "caribbean",
    "ecowas",
    "recsa",
    "caricom",
    "ldc",
    "african_union",
)


def best_scores(world: World) -> dict[UUID, int]:
    found = {need.need_id: reference_scores(need, world.offers, world) for need in world.needs}
    return {need_id: max(scores) for need_id, scores in found.items() if scores}


def reference_scores(need: Need, offers: list[Offer], world: World) -> list[int]:
    found = reference.candidates_of_need(need, offers, world.context, PROFILE.weights)
    return [candidate.score for candidate in found]


def gaps_of(world: World, scope: Scope | None = None) -> Gaps:
    asked = scope or Scope()
    context = world.context
    return find_gaps(world.needs, world.offers, best_scores(world), asked, context=context, profile=PROFILE)


def is_unanswered(need: Need, world: World) -> bool:
    is_live = not need.historic and need.status in {"open", "partly_covered"}
    return is_live and not reference_scores(need, world.offers, world)


def failures_by_component(need: Need, world: World) -> list[list[list[str]]]:
    """Return for each component the failed codes of each of its pairs."""
    offers = [offer for offer in world.offers if reference.meet_at_all(need, offer)]
    return [
        [failed_codes(need, component, offer, line, world.context) for offer in offers for line in offer.lines]
        for component in need.components
    ]


def nearest_codes(pairs: list[list[str]]) -> set[str]:
    fewest = min((len(codes) for codes in pairs), default=0)
    return {code for codes in pairs if len(codes) == fewest for code in codes}


def counted(code: str, needs: list[list[list[list[str]]]]) -> tuple[int, int, int, int]:
    alone = [sum([code] in pairs for pairs in components) for components in needs]
    in_part = [sum(code in nearest_codes(pairs) for pairs in components) for components in needs]
    return sum(map(bool, alone)), sum(alone), sum(map(bool, in_part)), sum(in_part)


@settings(deadline=None, max_examples=50)
@given(worlds())
def test_what_each_condition_blocks_is_counted_as_by_the_specification(world: World) -> None:
    found = gaps_of(world)
    needs = [failures_by_component(need, world) for need in world.needs if is_unanswered(need, world)]
    assert found.unanswered == found.examined == len(needs)
    seen = {
        each.code.value: (each.needs_alone, each.components_alone, each.needs_in_part, each.components_in_part)
        for each in found.by_condition
    }
    codes = {code for components in needs for pairs in components for failed in pairs for code in failed}
    expected = {code: counted(code, needs) for code in codes}
    event(f"conditions that block: {len(seen)}")
    assert seen == {code: counts for code, counts in expected.items() if counts[2]}


@settings(deadline=None, max_examples=50)
@given(worlds())
def test_each_unlocking_change_is_one_donors_and_answers_the_needs_it_names(world: World) -> None:
    needs = {need.need_id: need for need in world.needs}
    for unlock in gaps_of(world).unlocks:
        assert unlock.change.who == "donor"
        assert unlock.before in world.offers
        for need_id in unlock.needs:
            assert is_unanswered(needs[need_id], world)
            assert reference_scores(needs[need_id], [unlock.after], world)


def variants(offer: Offer, world: World) -> Iterator[Offer]:
    """Change one thing of an offer in each way that a single donor's change may."""
    given = offer.eligibility
    states = {state for need in world.needs for state in need.states}
    yield from (replace(offer, eligibility=replace(given, states=(*given.states, state))) for state in states)
    yield from (replace(offer, eligibility=replace(given, groups=(*given.groups, area))) for area in AREAS)
    yield from (replace(offer, status="open"), replace(offer, conditions=()), replace(offer, applicants=()))
    yield from (replace(offer, window=Span()), replace(offer, call=Span()))
    for place, line in enumerate(offer.lines):
        for category in CATEGORIES:
            wider = replace(line, categories=(*line.categories, category))
            yield replace(offer, lines=(*offer.lines[:place], wider, *offer.lines[place + 1 :]))


@settings(deadline=None, max_examples=40)
@given(worlds())
def test_no_other_change_of_one_thing_would_unlock_more(world: World) -> None:
    lost = [need for need in world.needs if is_unanswered(need, world)]
    offers = [offer for offer in world.offers if offer.status != "draft"]
    most = max((len(unlock.needs) for unlock in gaps_of(world).unlocks), default=0)
    event(f"needs that one change unlocks: {most}")
    for offer in offers:
        for changed in variants(offer, world):
            assert sum(bool(reference_scores(need, [changed], world)) for need in lost) <= most


@settings(deadline=None, max_examples=30)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(world: World, random: Random) -> None:
    shuffled = replace(world, needs=world.needs[:], offers=world.offers[:])
    random.shuffle(shuffled.needs)
    random.shuffle(shuffled.offers)
    assert gaps_of(world) == gaps_of(shuffled)
    high = Scope(min_score=700)
    assert gaps_of(world, high) == gaps_of(shuffled, high)


@settings(deadline=None, max_examples=30)
@given(worlds(), st.sampled_from((300, 600, 800)))
def test_above_a_threshold_every_unlocked_need_gets_a_candidate_that_good(world: World, least: int) -> None:
    best, needs = best_scores(world), {need.need_id: need for need in world.needs}
    unlocks = gaps_of(world, Scope(min_score=least)).unlocks
    event(f"unlocks: {len(unlocks)}")
    for unlock in unlocks:
        for need_id in unlock.needs:
            assert best.get(need_id, -1) < least
            assert max(reference_scores(needs[need_id], [unlock.after], world)) >= least
