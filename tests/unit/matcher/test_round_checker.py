"""A plan that holds, changed in one way at a time: the checker names what is broken, each by its own name."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import uuid4

import pytest

from matcher.adapters.solving import solve
from matcher.domain.candidates import find_answer
from matcher.domain.context import Context
from matcher.domain.demand import Component
from matcher.domain.rates import Rate
from matcher.domain.rounds.checker import violations
from matcher.domain.rounds.judged import Judged
from matcher.domain.rounds.outcome import Allocation, Plan
from matcher.domain.rounds.settings import Cap
from matcher.domain.supply import Ceiling
from tests.support.matching_examples import TODAY, context, line, need, numbered
from tests.support.round_examples import asking, choice, giving, round_of, wanting


@cache
def example() -> tuple[Plan, Judged]:
    """Return a plan in which every kind of limit is at work, and what it is judged by."""
    needs = [
        asking(1, 6),
        asking(2, 4, states=("BEN",)),
        asking(3, 2, 2, states=("TGO",), all_or_nothing=True),
        asking(4, 1, states=("PER",), components=(wanting(40, quantity=None, unit=None, estimated_cost=None),)),
        asking(5, 3, states=("KEN",)),
        need(6, texts=(), states=("NER",), components=(money(60, 9_000_000),)),
    ]
    offers = [
        giving(1, 6, ceiling=Ceiling(5_000, "machine"), line_changes={"smallest_share": 2_000, "largest_share": 5_000}),
        giving(2, 5),
        giving(3, None),
        giving(4, 3, line_changes={"divisible": False}),
        giving(6, 4, line_changes={"categories": ("tracing",)}),
        giving(5, lines=(line(50, unit="money", currency="EUR", pledged=20_000_000),)),
    ]
    problem = round_of(
        needs,
        offers,
        around=dollars(),
        offers_per_component=2,
        pins=(choice(10, 10),),
        bans=(choice(50, 20),),
        caps=(Cap(kind="area", key="africa", matches=9),),
    )
    outcome = solve(problem)
    return outcome.plan, problem.judged


def dollars() -> Context:
    rates = (Rate("EUR", 1_000_000, TODAY, "ECB", "EUR"), Rate("USD", 1_085_000, TODAY, "ECB", "EUR"))
    return context(rates=rates)


def money(number: int, cost: int) -> Component:
    return wanting(number, quantity=None, unit=None, estimated_cost=cost, currency="USD")


def names(plan: Plan, judged: Judged | None = None) -> set[str]:
    return {str(each.broken) for each in violations(plan, judged or example()[1])}


def test_the_plan_itself_holds_and_has_every_kind_of_match() -> None:
    assert violations(*example()) == ()
    quantities = {numbers(each): each.quantity for each in example()[0].allocations}
    assert quantities == {
        (10, 10): 2_000, (10, 20): 1_000, (20, 10): 4_000, (30, 20): 2_000, (31, 20): 2_000, (40, 30): None,
        (50, 40): 3_000, (60, 50): 8_294_930,
    }  # fmt: skip


def numbers(allocation: Allocation) -> tuple[int, int]:
    return allocation.component_id.int - (3 << 64), allocation.line_id.int - (4 << 64)


def changed(component: int, line_number: int, **changes: Any) -> Plan:
    """Return the plan with one allocation changed."""
    allocations = {numbers(each): each for each in example()[0].allocations}
    allocations[component, line_number] = replace(allocations[component, line_number], **changes)
    return replace(example()[0], allocations=tuple(allocations.values()))


def given(component: int, line_number: int, quantity: int, asked: int) -> Plan:
    """Return the plan with another quantity in one allocation, its share worked out to match."""
    return changed(component, line_number, quantity=quantity, share=quantity * 1_000_000 // asked)


def without(*pairs: tuple[int, int]) -> Plan:
    kept = tuple(each for each in example()[0].allocations if numbers(each) not in pairs)
    return replace(example()[0], allocations=kept)


def also(component: int, line_number: int, quantity: int | None, score: int = 0) -> Plan:
    """Return the plan with one more allocation; the right score is found among the refusals where it is not told."""
    more = Allocation(
        component_id=numbered(3, component),
        line_id=numbered(4, line_number),
        need_id=numbered(1, component // 10),
        offer_id=numbered(2, line_number // 10),
        quantity=quantity,
        share=500_000,
        score=score or score_of_pair(component, line_number),
    )
    return replace(example()[0], allocations=(*example()[0].allocations, more))


def score_of_pair(component: int, line_number: int) -> int:
    judged = example()[1]
    need_of, offer_of = numbered(1, component // 10), numbered(2, line_number // 10)
    asked = next(each for each in judged.needs if each.need_id == need_of)
    offered = next(each for each in judged.offers if each.offer_id == offer_of)
    answer = find_answer(asked, offered, judged.context, judged.profile)
    return 1 if answer is None else answer.explained(judged.profile).pairs[0].score


def with_level(name: str, **changes: Any) -> Plan:
    levels = tuple(replace(each, **changes) if each.name == name else each for each in example()[0].levels)
    return replace(example()[0], levels=levels)


PLANS: dict[str, tuple[str, Callable[[], Plan]]] = {
    "more than the line holds": ("over_line", lambda: also(20, 20, 2_000)),
    "a line taken whole and in part": ("over_line", lambda: also(40, 20, None)),
    "more than the component asks for": ("over_component", lambda: given(10, 20, 5_000, 6_000)),
    "a component taken whole and in part": ("over_component", lambda: also(40, 40, None)),
    "less than the smallest share": ("below_minimum", lambda: given(10, 10, 1_000, 6_000)),
    "more than the largest share": ("above_maximum", lambda: given(10, 10, 6_000, 6_000)),
    "more than the ceiling for a State": ("over_ceiling", lambda: given(10, 10, 6_000, 6_000)),
    "a pair that is banned": ("pair_banned", lambda: also(50, 20, 1_000)),
    "without a pair that is pinned": ("pin_missing", lambda: without((10, 10))),
    "a pair that no condition permits": ("pair_not_permitted", lambda: also(10, 60, 1_000)),
    "a part of what is indivisible": ("indivisible_line_split", lambda: given(50, 40, 2_000, 3_000)),
    "an indivisible line for two": ("indivisible_line_split", lambda: also(20, 40, 1_000)),
    "half of what makes sense together": ("group_half_covered", lambda: without((31, 20))),
    "less than the whole of what makes sense together": ("group_half_covered", lambda: given(31, 20, 1_000, 2_000)),
    "a quantity that cannot be measured": ("quantity_of_unmeasured_pair", lambda: changed(40, 30, quantity=1_000)),
    "no quantity where there is one": ("quantity_missing", lambda: changed(20, 10, quantity=None, share=500_000)),
    "nothing at all": ("quantity_not_positive", lambda: given(20, 10, 0, 4_000)),
    "half a machine": ("parts_of_whole_units", lambda: given(20, 10, 3_500, 4_000)),
    "half a cent": ("parts_of_whole_units", lambda: given(60, 50, 8_294_925, 8_294_931)),
    "a share that is too large": ("wrong_share", lambda: changed(20, 10, share=1_000_001)),
    "an unmeasured share that counts whole": ("wrong_share", lambda: changed(40, 30, share=1_000_000)),
    "a score that is not the pair's": ("wrong_score", lambda: changed(20, 10, score=1)),
    "a component that nobody knows": ("unknown_pair", lambda: changed(20, 10, component_id=uuid4())),
    "a line of another offer": ("unknown_pair", lambda: changed(20, 10, offer_id=numbered(2, 2))),
    "the same pair twice": ("pair_repeated", lambda: also(20, 10, 1_000)),
    "a third offer for one component": ("too_many_offers", lambda: also(10, 40, 1_000)),
    "a level with another value": ("wrong_level_value", lambda: with_level("coverage", value=999_999)),
    "a region with another value": ("wrong_level_value", lambda: with_level("regions", value=999_999)),
    "a level better than its bound": ("level_beyond_its_bound", lambda: with_level("coverage", bound=1)),
    "fewer matches than the bound": ("level_beyond_its_bound", lambda: with_level("matches", bound=99)),
    "no levels": ("wrong_level_value", lambda: replace(example()[0], levels=())),
}


@pytest.mark.parametrize("change", PLANS)
def test_a_changed_plan_is_refused_by_name(change: str) -> None:
    expected, plan = PLANS[change]
    assert expected in names(plan())


@pytest.mark.parametrize(
    ("cap", "holds"),
    [
        (Cap(kind="area", key="africa", matches=7), True),
        (Cap(kind="area", key="africa", matches=6), False),
        (Cap(kind="state", key="BEN", amount=4_000, unit="machine"), True),
        (Cap(kind="state", key="BEN", amount=3_999, unit="machine"), False),
        (Cap(kind="donor", key="ecowas", amount=9_000_000, unit="money", currency="USD"), True),
        (Cap(kind="donor", key="ecowas", amount=8_999_000, unit="money", currency="USD"), False),
        (Cap(kind="donor", key="somebody", matches=0), True),
    ],
)
def test_a_cap_is_counted_in_its_own_unit_and_currency(cap: Cap, *, holds: bool) -> None:
    plan, judged = example()
    capped = replace(judged, settings=replace(judged.settings, caps=(cap,)))
    assert ("over_cap" in names(plan, capped)) is not holds


def test_a_pin_with_a_quantity_is_broken_by_any_other_quantity() -> None:
    plan, judged = example()
    pinned = replace(judged, settings=replace(judged.settings, pins=(choice(10, 10, 3),)))
    assert names(plan, pinned) == {"pin_quantity"}


def test_a_pin_that_was_refused_need_not_be_there() -> None:
    refused = frozenset({(numbered(3, 10), numbered(4, 10))})
    assert "pin_missing" not in names(without((10, 10)), replace(example()[1], refused_pins=refused))


def test_a_pair_outside_the_scope_is_not_permitted() -> None:
    plan, judged = example()
    scope = replace(judged.settings.scope, offers=(numbered(2, 2),))
    narrow = replace(judged, settings=replace(judged.settings, scope=scope))
    assert "pair_not_permitted" in names(plan, narrow)
