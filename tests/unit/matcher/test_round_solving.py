"""Plans of small rounds against every possible plan, and what a coordinator may demand of one."""

from collections.abc import Sequence
from functools import cache

import pytest

from matcher.adapters.solving import RefusedByChecker, solve
from matcher.adapters.solving import solving as whole
from matcher.domain.rounds.outcome import LEVELS, Allocation, Level, Outcome, Plan
from matcher.domain.rounds.outcome_document import outcome_document, outcome_from
from matcher.domain.rounds.problem import Problem
from matcher.domain.rounds.progress import Progress
from matcher.domain.rounds.settings import Cap
from matcher.domain.sentences import tell
from matcher.domain.supply import Ceiling, Donor
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary
from tests.support.round_examples import asking, best_by_trying_all, choice, giving, round_of

BENIN_TOO = ("BEN",)


@cache
def rounds() -> dict[str, Problem]:
    """Return small rounds, each with another constraint at work."""
    three = [asking(1, 4, priority=5), asking(2, 3, states=BENIN_TOO, priority=2), asking(3, 2, states=("PER",))]
    return {
        "one_line_too_small": round_of(three, [giving(1, 5)]),
        "two_lines": round_of(three, [giving(1, 3), giving(2, 4)]),
        "minimum_share": round_of(three, [giving(1, 4, line_changes={"smallest_share": 3_000}), giving(2, 2)]),
        "largest_share": round_of(three, [giving(1, 6, line_changes={"largest_share": 2_000})]),
        "indivisible": round_of(three, [giving(1, 3, line_changes={"divisible": False}), giving(2, 2)]),
        "ceiling": round_of(three, [giving(1, 8, ceiling=Ceiling(2_000, "machine"))]),
        "one_offer_each": round_of(three, [giving(1, 2), giving(2, 2), giving(3, 2)], offers_per_component=1),
        "all_or_nothing": round_of(
            [asking(1, 2, 2, all_or_nothing=True, priority=5), asking(2, 3, states=BENIN_TOO)], [giving(1, 3)]
        ),
        "half_would_seem_best": round_of(
            [asking(1, 1, 3, all_or_nothing=True, priority=5), asking(2, 3, priority=5), asking(3, 1, priority=4)],
            [giving(1, 2)],
        ),
        "the_larger_of_two_offers": round_of(
            [asking(1, 4, priority=5), asking(2, 3, priority=2)], [giving(1, 1), giving(2, 3)], offers_per_component=1
        ),
        "unmeasured": round_of([*three, asking(4, 1)], [giving(1, 4), giving(2, None)]),
        "cap_of_matches": round_of(three, [giving(1, 9)], caps=(Cap(kind="area", key="africa", matches=1),)),
        "cap_of_amount": round_of(
            three, [giving(1, 9)], caps=(Cap(kind="donor", key="ecowas", amount=4_000, unit="machine"),)
        ),
    }


@pytest.mark.parametrize("name", list(rounds()))
def test_no_possible_plan_is_better_on_any_level_in_turn(name: str) -> None:
    problem = rounds()[name]
    found = {level.name: level.value for level in solve(problem).plan.levels}
    assert found == best_by_trying_all(problem, LEVELS)


@pytest.mark.parametrize("name", list(rounds()))
def test_the_bound_proves_that_no_plan_covers_more(name: str) -> None:
    outcome = solve(rounds()[name])
    assert (outcome.stopped, outcome.plan.level("coverage").gap) == ("optimal", 0)


def test_a_tolerance_lets_a_later_level_take_from_an_earlier_one() -> None:
    needs = [asking(1, 4, priority=5), asking(2, 4, states=BENIN_TOO, priority=1)]
    strict = solve(round_of(needs, [giving(1, 4)]))
    tolerant = solve(round_of(needs, [giving(1, 4)], tolerances={"coverage": 500, "equity": 0, "fit": 0}))
    assert strict.plan.level("equity").value == 0
    assert tolerant.plan.level("equity").value > 0
    coverage = tolerant.plan.level("coverage")
    assert coverage.value < (coverage.reached or 0)


def test_a_match_that_cannot_be_measured_takes_the_component_and_the_line_whole() -> None:
    outcome = solve(round_of([asking(1, 2), asking(2, 3)], [giving(1, None)]))
    [match] = outcome.plan.allocations
    assert (match.quantity, match.share) == (None, 500_000)


def test_a_need_of_two_states_counts_on_both_their_ceilings_in_equal_parts() -> None:
    offer = giving(1, 9, ceiling=Ceiling(2_000, "machine"))
    outcome = solve(round_of([asking(1, 9, states=("GHA", "BEN"))], [offer]))
    assert [each.quantity for each in outcome.plan.allocations] == [4_000]


def test_a_pin_is_kept_with_its_quantity_though_other_plans_cover_more() -> None:
    needs = [asking(1, 4, priority=5), asking(2, 4, states=BENIN_TOO, priority=1)]
    outcome = solve(round_of(needs, [giving(1, 4)], pins=(choice(20, 10, 3),)))
    assert shares(outcome) == {(20, 3_000), (10, 1_000)}
    assert outcome.infeasible == ()


def test_pins_that_cannot_hold_together_are_named_and_the_round_goes_on() -> None:
    pins = (choice(10, 10, 3), choice(20, 10, 3))
    outcome = solve(round_of([asking(1, 4), asking(2, 4)], [giving(1, 4)], pins=pins))
    [refused] = outcome.infeasible
    assert refused.reason == "not_together"
    assert len(outcome.plan.allocations) == 2


@pytest.mark.parametrize(
    ("pin", "reason"), [(choice(10, 99), "not_permitted"), (choice(10, 10, 9), "quantity_not_possible")]
)
def test_a_pin_that_no_plan_could_hold_is_refused_with_its_reason(pin: object, reason: str) -> None:
    outcome = solve(round_of([asking(1, 4)], [giving(1, 4)], pins=(pin,)))
    assert [each.reason for each in outcome.infeasible] == [reason]


def test_a_banned_pair_is_never_used() -> None:
    outcome = solve(round_of([asking(1, 4)], [giving(1, 4), giving(2, 1)], bans=(choice(10, 10),)))
    assert shares(outcome) == {(10, 1_000)}


def test_alternatives_differ_from_all_before_them_and_cover_nearly_as_much() -> None:
    needs = [asking(1, 2), asking(2, 2)]
    outcome = solve(round_of(needs, [giving(1, 2), giving(2, 2)], alternatives=2, min_difference=2))
    plans = [pairs(each.allocations) for each in (outcome.plan, *outcome.alternatives)]
    assert len(plans) == 3
    assert all(len(one ^ other) >= 2 for place, one in enumerate(plans) for other in plans[:place])
    assert {each.level("coverage").value for each in outcome.alternatives} == {1_000_000}


def test_what_one_more_machine_would_add_is_what_it_adds() -> None:
    needs = [asking(1, 4), asking(2, 4, states=BENIN_TOO)]
    outcome = solve(round_of(needs, [giving(1, 5)]))
    [binding] = [each for each in outcome.bindings if each.kind == "line"]
    after = solve(round_of(needs, [giving(1, 6)]))
    won = after.plan.level("coverage").value - outcome.plan.level("coverage").value
    assert (binding.more, binding.gain, won) == (1_000, 125_000, 125_000)


def test_a_round_with_more_than_enough_has_nothing_that_binds() -> None:
    assert solve(round_of([asking(1, 4)], [giving(1, 9)])).bindings == ()


def test_a_solver_that_breaks_a_limit_is_refused_and_nothing_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    def corrupted(problem: Problem, matches: dict[int, int | None], levels: Sequence[Level] = ()) -> Plan:
        return kept(problem, {place: (quantity or 0) + 9_000 for place, quantity in matches.items()}, levels)

    kept = whole.plan_of
    monkeypatch.setattr(whole, "plan_of", corrupted)
    with pytest.raises(RefusedByChecker) as refused:
        solve(round_of([asking(1, 4)], [giving(1, 4)]))
    assert "over_line" in str(refused.value)


def test_a_cancelled_round_stops_and_says_so() -> None:
    outcome = solve(rounds()["two_lines"], cancelled=lambda: True)
    assert outcome.stopped == "cancelled"
    assert outcome.plan.level("coverage").bound is None


def test_progress_never_falls_and_ends_at_the_whole() -> None:
    told: list[Progress] = []
    solve(rounds()["two_lines"], progress=told.append)
    assert [level for level in LEVELS if any(each.level == level and each.gap == 0 for each in told)] == list(LEVELS)
    done = [each.done for each in told]
    assert done == sorted(done)
    assert done[-1] == 1_000


def test_an_outcome_survives_as_a_document() -> None:
    outcome = solve(round_of([asking(1, 4), asking(2, 4)], [giving(1, 5)], alternatives=1, pins=(choice(10, 99),)))
    assert outcome_from(outcome_document(outcome)) == outcome


def test_a_round_without_a_single_pair_has_an_empty_plan() -> None:
    outcome = solve(round_of([asking(1, 4)], [giving(1, 4, donor=Donor("x", "X", "state"), status="paused")]))
    assert outcome.plan.allocations == ()


def pairs(allocations: Sequence[Allocation]) -> frozenset[tuple[object, object]]:
    return frozenset((each.component_id, each.line_id) for each in allocations)


def shares(outcome: Outcome) -> set[tuple[int, int | None]]:
    """Return the number of each component with the quantity that it gets."""
    return {(each.component_id.int - (3 << 64), each.quantity) for each in outcome.plan.allocations}


def test_a_limit_that_binds_is_told_in_words_with_the_donor_and_the_effect() -> None:
    [binding] = solve(round_of([asking(1, 4), asking(2, 4)], [giving(1, 5)])).bindings
    told = tell(binding.message_key, binding.facts, "en", load_vocabulary(), load_geography())
    assert told == (
        "ECOWAS's offer is used up: 1 machine more would add 12.5 percentage points to the covered share, "
        "with the same matches."
    )


def test_a_refused_pin_is_told_in_words() -> None:
    [refused] = solve(round_of([asking(1, 4)], [giving(1, 4)], pins=(choice(10, 99),))).infeasible
    told = tell(refused.message_key, refused.facts, "en", load_vocabulary(), load_geography())
    assert told.startswith("This pair cannot be matched")


def test_a_ceiling_that_binds_names_the_state() -> None:
    outcome = solve(round_of([asking(1, 4)], [giving(1, 8, ceiling=Ceiling(2_000, "machine"))]))
    [binding] = [each for each in outcome.bindings if each.kind == "ceiling"]
    assert (binding.gain, binding.facts["states"]) == (250_000, ["GHA"])
