"""The same candidates under other weights: another order, the same pairs, and an engine that knows nothing of it."""

import pytest

from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Eligibility
from matcher.domain.what_if import what_if_for_need, what_if_for_offer, with_weights
from shared.errors import InvalidInput, NotFound
from tests.support.matching_examples import context, line, need, numbered, offer

NEED, NAMED, OPEN = numbered(1, 1), numbered(2, 1), numbered(2, 2)
PROFILE = load_profile()
COVERAGE_FIRST = with_weights(PROFILE, {"specificity": 100, "coverage": 420})


def engine() -> Engine:
    little = offer(1, lines=(line(pledged=1_000),))
    return Engine(context(), PROFILE, needs=[need()], offers=[little, offer(2, eligibility=Eligibility(everyone=True))])


def test_other_weights_give_another_order_of_the_same_pairs() -> None:
    found = what_if_for_need(engine(), NEED, COVERAGE_FIRST)
    assert [each.offer_id for each in found.before] == [NAMED, OPEN]
    assert [each.offer_id for each in found.after] == [OPEN, NAMED]
    assert [{pair.line_id for pair in each.pairs} for each in found.after[::-1]] == [
        {pair.line_id for pair in each.pairs} for each in found.before
    ]


def test_what_if_is_what_an_engine_with_those_weights_finds() -> None:
    mine = engine()
    there = mine.under(mine.context, COVERAGE_FIRST)
    assert what_if_for_need(mine, NEED, COVERAGE_FIRST).after == there.candidates_of_need(NEED)
    for offer_id in (NAMED, OPEN):
        assert what_if_for_offer(mine, offer_id, COVERAGE_FIRST).after == there.candidates_of_offer(offer_id)


def test_the_engine_that_was_asked_stays_as_it_is() -> None:
    mine = engine()
    before = mine.candidates_of_need(NEED)
    what_if_for_need(mine, NEED, COVERAGE_FIRST)
    assert (mine.profile, mine.candidates_of_need(NEED)) == (PROFILE, before)


def test_criteria_left_out_weigh_what_they_weigh_in_force_and_all_sum_to_a_thousand() -> None:
    assert COVERAGE_FIRST.weights["category"] == PROFILE.weights["category"]
    with pytest.raises(InvalidInput) as refusal:
        with_weights(PROFILE, {"specificity": 100})
    assert [problem.pointer for problem in refusal.value.fields] == ["/weights"]


def test_a_need_that_is_not_held_is_not_found() -> None:
    with pytest.raises(NotFound):
        what_if_for_need(engine(), numbered(1, 9), COVERAGE_FIRST)
