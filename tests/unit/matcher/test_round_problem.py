"""What of the records goes into a round, in which numbers, and what its digest covers."""

import pytest

from matcher.domain.rounds.greedy import greedy
from matcher.domain.rounds.problem import Problem
from matcher.domain.rounds.settings import DEFAULT_WEIGHTS, Scope
from matcher.domain.supply import Eligibility
from tests.support.matching_examples import line, numbered
from tests.support.round_examples import asking, choice, giving, round_of, wanting


def test_only_pairs_that_pass_every_hard_condition_are_in_the_problem() -> None:
    elsewhere = giving(2, 4, eligibility=Eligibility(states=("PER",)))
    problem = round_of([asking(1, 4)], [giving(1, 4), elsewhere, giving(3, 4, status="paused")])
    assert [problem.given[pair.line].line_id for pair in problem.pairs] == [numbered(4, 10)]


def test_a_past_need_meets_offers_to_a_group_that_its_state_has_left_since() -> None:
    left = giving(1, 4, eligibility=Eligibility(groups=("ecowas",)), historic=True)
    problem = round_of([asking(1, 4, states=("BFA",), historic=True)], [left], scope=Scope(historic=True))
    assert len(problem.pairs) == 1


def test_a_pair_says_what_it_may_take_in_whole_machines() -> None:
    offer = giving(1, 9, line_changes={"smallest_share": 1_500, "largest_share": 3_700})
    [pair] = round_of([asking(1, 6)], [offer]).pairs
    assert (pair.asked, pair.least, pair.most, pair.step) == (6_000, 2_000, 3_000, 1_000)


def test_money_may_be_given_to_the_cent() -> None:
    asked = wanting(10, quantity=None, unit=None, estimated_cost=500_000, currency="EUR")
    euros = giving(1, lines=(line(10, unit="money", currency="EUR", pledged=1_000_000),))
    problem = round_of([asking(1, components=(asked,))], [euros])
    assert [pair.step for pair in problem.pairs] == [10]


def test_a_needs_weight_is_divided_among_what_it_still_asks_for() -> None:
    problem = round_of([asking(1, 1, 1, priority=5), asking(2, 1, priority=5)], [giving(1, 4)])
    assert [wanted.weight for wanted in problem.wanted] == [500_000, 500_000, 1_000_000]


def test_an_all_or_nothing_need_that_cannot_be_met_whole_has_no_pairs() -> None:
    need = asking(1, 1, 1, all_or_nothing=True)
    problem = round_of([need, asking(2, 1)], [giving(1, 4)], bans=(choice(11, 10),))
    assert {problem.wanted[pair.component].need_id for pair in problem.pairs} == {numbered(1, 2)}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), {1, 2}),
        (Scope(needs=(numbered(1, 2),)), {2}),
        (Scope(states=("PER",)), {2}),
        (Scope(areas=("ecowas",)), {1}),
        (Scope(categories=("tracing",)), set()),
        (Scope(categories=("marking",)), {1, 2}),
        (Scope(historic=True), set()),
    ],
)
def test_the_scope_says_which_needs_take_part(scope: Scope, expected: set[int]) -> None:
    problem = round_of([asking(1, 1), asking(2, 1, states=("PER",))], [giving(1, 4)], scope=scope)
    assert {need.need_id for need in problem.judged.needs} == {numbered(1, number) for number in expected}


def test_the_order_of_the_records_makes_no_difference_to_the_digest() -> None:
    needs, offers = [asking(1, 1), asking(2, 2)], [giving(1, 1), giving(2, 2)]
    assert round_of(needs, offers).digest == round_of(needs[::-1], offers[::-1]).digest


@pytest.mark.parametrize(
    "other",
    [
        round_of([asking(1, 2)], [giving(1, 1)]),
        round_of([asking(1, 1)], [giving(1, 2)]),
        round_of([asking(1, 1, priority=5)], [giving(1, 1)]),
        round_of([asking(1, 1)], [giving(1, 1)], gap=20),
        round_of([asking(1, 1)], [giving(1, 1)], weights=DEFAULT_WEIGHTS | {1: 1}),
    ],
)
def test_other_numbers_or_settings_have_another_digest(other: Problem) -> None:
    assert other.digest != round_of([asking(1, 1)], [giving(1, 1)]).digest


def test_the_clerk_serves_the_most_pressing_need_first() -> None:
    problem = round_of([asking(1, 3, priority=1), asking(2, 3, priority=4)], [giving(1, 4)])
    quantities = {problem.pairs[place].component: quantity for place, quantity in greedy(problem).matches.items()}
    assert quantities == {1: 3_000, 0: 1_000}


def test_the_clerk_gives_nothing_to_a_need_that_cannot_have_all() -> None:
    need = asking(1, 3, 3, all_or_nothing=True, priority=5)
    problem = round_of([need, asking(2, 3, priority=1)], [giving(1, 5)])
    assert {problem.pairs[place].component for place in greedy(problem).matches} == {2}
