"""Whether an offer answers a need, through which pairs, how well, and why."""

from dataclasses import replace

import pytest

from matcher.domain.candidates import Candidate, find_answer
from matcher.domain.demand import Need
from matcher.domain.scoring import CRITERIA, load_profile
from matcher.domain.supply import Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer

PROFILE = load_profile()


def candidate(a_need: Need | None = None, an_offer: Offer | None = None) -> Candidate | None:
    answer = find_answer(a_need or need(), an_offer or offer(), context(), PROFILE)
    return None if answer is None else answer.explained(PROFILE)


def points_of(found: Candidate | None) -> dict[str, int]:
    assert found is not None
    return {item.criterion: item.points for item in found.explanation.items}


def test_a_candidate_says_who_meets_at_which_versions_under_which_weights() -> None:
    found = candidate(need(version=3), offer(version=7))
    assert found is not None
    assert (found.need_id, found.need_version) == (numbered(1, 1), 3)
    assert (found.offer_id, found.offer_version) == (numbered(2, 1), 7)
    assert found.profile == PROFILE.digest


def test_an_explanation_tells_every_criterion_once_and_in_order() -> None:
    found = candidate()
    assert found is not None
    assert tuple(item.criterion for item in found.explanation.items) == CRITERIA


def test_one_failed_condition_is_enough_for_no_match() -> None:
    assert candidate(need(visibility="coordinators")) is None
    assert candidate(an_offer=offer(lines=(line(categories=("tracing",)),))) is None


def test_only_the_pairs_that_meet_are_told() -> None:
    asking = need(components=(component(1), component(2, category="tracing"), component(3)))
    found = candidate(asking, offer(lines=(line(1), line(2, categories=("destruction",)))))
    assert found is not None
    told = [(pair.component_id, pair.line_id) for pair in found.pairs]
    assert told == [(numbered(3, 1), numbered(4, 1)), (numbered(3, 3), numbered(4, 1))]


def test_the_lead_pair_is_the_best_besides_coverage() -> None:
    broad = line(1, categories=("marking_equipment",), pledged=10_000)
    exact = line(2, pledged=1_000)
    found = candidate(an_offer=offer(lines=(broad, exact)))
    assert found is not None
    assert found.lead.line_id == numbered(4, 2)


def test_equal_pairs_are_led_by_the_first() -> None:
    found = candidate(an_offer=offer(lines=(line(2), line(1))))
    assert found is not None
    assert found.lead.line_id == numbered(4, 2)


def test_coverage_is_that_of_the_whole_need_and_not_of_the_lead_pair() -> None:
    asking = need(components=(component(1), component(2, category="tracing")))
    assert points_of(candidate(asking))["coverage"] == 500


def test_a_component_is_covered_by_the_line_that_covers_most_of_it() -> None:
    small, large = line(1, pledged=1_000), line(2, categories=("marking_equipment",), pledged=3_000)
    assert points_of(candidate(an_offer=offer(lines=(small, large))))["coverage"] == 750


@pytest.mark.parametrize("side", ["need", "offer"])
def test_a_historic_example_never_meets_a_live_record(side: str) -> None:
    past = replace(need(), historic=side == "need"), replace(offer(), historic=side == "offer")
    assert candidate(*past) is None


def test_two_historic_examples_may_meet() -> None:
    assert candidate(need(historic=True), offer(historic=True)) is not None


def test_an_offer_that_names_the_state_comes_before_a_wider_one_even_in_a_near_category() -> None:
    profile = PROFILE.weights
    named_but_broader = 1000 * profile["specificity"] + 700 * profile["category"]
    subregional_and_exact = 850 * profile["specificity"] + 1000 * profile["category"]
    assert named_but_broader > subregional_and_exact
