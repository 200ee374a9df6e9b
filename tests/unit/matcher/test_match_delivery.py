"""Delivery: planned in milestones, reported in parts, counted exactly, complete by itself or by a party's word."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.application.matches.complete_delivery import CompleteDelivery, complete_delivery
from matcher.application.matches.evaluate_match import EvaluateMatch, evaluate_match
from matcher.application.matches.plan_delivery import PlanDelivery, plan_delivery
from matcher.application.matches.report_delivery import ReportDelivery, report_delivery
from matcher.domain.matches.delivery import DeliveredLine, DeliveryPlan, Indicator, Milestone
from matcher.domain.matches.evaluation import FACETS, Rating
from matcher.domain.matches.match import Match
from shared.errors import Forbidden, InvalidInput
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import (
    DONOR,
    GHANA,
    RECIPIENT,
    at,
    clock,
    delivery,
    evaluation,
    match_in,
    match_line,
    part,
)
from tests.support.matching_examples import TODAY, numbered

MACHINES = numbered(3, 1)
TRAINED = Indicator("Weapons marked", "weapon", Decimal(0), Decimal(5000))


def milestone(title: str = "First machines", days: int = 30, **changes: Any) -> Milestone:
    fields: dict[str, Any] = {"component_id": MACHINES, "quantity": 2_000}
    return Milestone(title, TODAY + timedelta(days=days), **(fields | changes))


def plan(*milestones: Milestone, indicators: tuple[Indicator, ...] = ()) -> DeliveryPlan:
    return DeliveryPlan(milestones, indicators)


def planned(*milestones: Milestone, indicators: tuple[Indicator, ...] = ()) -> Match:
    match = match_in("confirmed")
    match.set_plan(plan(*milestones, indicators=indicators), GHANA, at())
    return match


def wrong_fields(refused: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [problem.pointer for problem in refused.value.fields]


def test_a_day_that_is_a_typing_slip_is_refused_in_plans_and_reports() -> None:
    slips = (date(1, 1, 1), date(1989, 12, 31), date(2101, 1, 1), date(9999, 12, 31))
    for day in slips:
        with pytest.raises(InvalidInput) as refused:
            planned(replace(milestone(), planned=day))
        assert wrong_fields(refused) == ["/milestones/0/planned"]
    with pytest.raises(InvalidInput) as refused:
        match_in("confirmed").report_delivery(replace(delivery(part(1_000)), on=slips[0]), at())
    assert wrong_fields(refused) == ["/on"]


def test_parts_add_up_and_the_last_completes_the_delivery() -> None:
    match = match_in("confirmed")
    for quantity, status in ((1_000, "in_delivery"), (2_500, "in_delivery"), (500, "delivered")):
        match.report_delivery(delivery(part(quantity)), at())
        assert match.status == status
    assert (match.lines[0].delivered, match.lines[0].covered) == (4_000, 4_000)


@given(st.lists(st.integers(1, 999), min_size=1, max_size=12), st.integers(1, 5_000))
def test_whatever_the_parts_the_covered_share_never_exceeds_and_is_whole_at_the_end(
    parts: list[int], coverage: int
) -> None:
    line = match_line(quantity=sum(parts), coverage=coverage)
    for quantity in parts:
        line.deliver(quantity)
        assert 0 <= line.covered <= coverage
    assert (line.delivered, line.covered) == (sum(parts), coverage)


def test_nothing_more_than_what_is_still_to_come_is_counted() -> None:
    match = match_in("confirmed")
    match.report_delivery(delivery(part(3_000)), at())
    with pytest.raises(InvalidInput) as refused:
        match.report_delivery(delivery(part(1_001)), at())
    assert wrong_fields(refused) == ["/lines/0/quantity"]
    assert refused.value.fields[0].detail.endswith("still to come: 1")
    assert match.lines[0].delivered == 3_000


@pytest.mark.parametrize(
    ("report", "pointer"),
    [
        (delivery(on=date(2026, 3, 3)), "/on"),
        (delivery(milestone=1), "/milestone"),
        (delivery(part(), part()), "/lines/1"),
        (delivery(part(number=7)), "/lines/0"),
        (delivery(part(None)), "/lines/0/quantity"),
        (delivery(part(0)), "/lines/0/quantity"),
    ],
)
def test_a_report_that_cannot_be_is_refused_by_its_field(report: Any, pointer: str) -> None:
    match = match_in("confirmed")
    with pytest.raises(InvalidInput) as refused:
        match.report_delivery(report, at())
    assert wrong_fields(refused) == [pointer]
    assert (match.status, match.deliveries) == ("confirmed", ())


def test_a_line_that_cannot_be_measured_comes_without_a_quantity_and_ends_by_a_party_s_word() -> None:
    match = match_in("confirmed", lines=[match_line(quantity=None, coverage=None, unit=None)])
    with pytest.raises(InvalidInput):
        match.report_delivery(delivery(part(1_000)), at())
    match.report_delivery(delivery(part(None)), at())
    assert match.status == "in_delivery"
    match.complete(GHANA, at())
    assert match.status == "delivered"


def test_a_milestone_gains_what_its_component_gains() -> None:
    halves = match_in("confirmed", lines=[match_line(quantity=8_000, coverage=4_000)])
    halves.set_plan(plan(milestone(), milestone("The rest", 60)), GHANA, at())
    halves.report_delivery(delivery(part(2_000), milestone=1), at())
    halves.report_delivery(delivery(part(1_000), milestone=1, on=TODAY - timedelta(days=1)), at())
    first, second = halves.plan.milestones
    assert (first.delivered, first.actual, second.actual) == (1_500, TODAY, None)


def test_what_came_of_a_milestone_stays_when_the_plan_is_made_anew() -> None:
    match = planned(milestone(), milestone("The rest", 60))
    match.report_delivery(delivery(part(2_000), milestone=1), at())
    match.set_plan(plan(milestone(), milestone("Two parts", 70, quantity=1_000)), GHANA, at())
    assert [(each.title, each.delivered) for each in match.plan.milestones] == [
        ("First machines", 2_000),
        ("Two parts", 0),
    ]


@pytest.mark.parametrize("anew", [(), (milestone(days=31),), (milestone("Renamed"),)])
def test_a_milestone_that_was_reached_is_neither_changed_nor_dropped(anew: tuple[Milestone, ...]) -> None:
    match = planned(milestone())
    match.report_delivery(delivery(milestone=1), at())
    with pytest.raises(InvalidInput) as refused:
        match.set_plan(plan(*anew), GHANA, at())
    assert wrong_fields(refused) == ["/milestones/0"]


@pytest.mark.parametrize(
    ("milestones", "pointer"),
    [
        ((milestone(" "),), "/milestones/0/title"),
        ((milestone(), milestone(days=29, quantity=1_000)), "/milestones/1/planned"),
        ((milestone(component_id=numbered(3, 9)),), "/milestones/0/component_id"),
        ((milestone(component_id=None),), "/milestones/0/quantity"),
        ((milestone(quantity=0),), "/milestones/0/quantity"),
        ((milestone(), milestone("More", 60, quantity=2_001)), "/milestones/1/quantity"),
    ],
)
def test_a_plan_that_cannot_stand_is_refused_by_its_field(milestones: tuple[Milestone, ...], pointer: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        planned(*milestones)
    assert wrong_fields(refused) == [pointer]


def test_indicators_have_names_of_their_own() -> None:
    with pytest.raises(InvalidInput) as refused:
        planned(indicators=(TRAINED, TRAINED))
    assert wrong_fields(refused) == ["/indicators/1/name"]


async def test_either_party_plans_reports_and_completes() -> None:
    match = match_in("confirmed")
    uow = FakeMatchesUnitOfWork(matches=[match])
    await plan_delivery(PlanDelivery(match.id, plan(milestone())), actor=RECIPIENT, uow=uow, clock=clock())
    report = ReportDelivery(match.id, TODAY, (part(2_000),), milestone=1)
    await report_delivery(report, actor=DONOR, uow=uow, clock=clock())
    await complete_delivery(CompleteDelivery(match.id), actor=RECIPIENT, uow=uow, clock=clock())
    stored = uow.stored[match.id]
    assert (stored.status, stored.lines[0].delivered, stored.version) == ("delivered", 2_000, match.version + 3)


async def test_the_state_evaluates_and_the_donor_does_not() -> None:
    match = match_in("delivered")
    uow = FakeMatchesUnitOfWork(matches=[match])
    command = EvaluateMatch(match.id, (), tuple(Rating(facet, 5) for facet in FACETS))
    with pytest.raises(Forbidden):
        await evaluate_match(command, actor=DONOR, uow=uow, clock=clock())
    assert (await evaluate_match(command, actor=RECIPIENT, uow=uow, clock=clock())).status == "evaluated"


def test_an_evaluation_gives_every_indicator_its_actual_value() -> None:
    match = planned(indicators=(TRAINED,))
    match.report_delivery(delivery(part(4_000)), at())
    found = Indicator(TRAINED.name, TRAINED.unit, TRAINED.baseline, TRAINED.target, Decimal(4200))
    match.evaluate(evaluation(indicators=(found,)), GHANA, at())
    assert match.plan.indicators == (found,)


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"indicators": ()}, ["/indicators"]),
        ({"indicators": (TRAINED,)}, ["/indicators/0/actual"]),
        ({"ratings": (Rating("adequate", 3),)}, ["/ratings"]),
        ({"ratings": tuple(Rating(facet, 6) for facet in FACETS)}, [f"/ratings/{place}/mark" for place in range(4)]),
        ({"ratings": tuple(Rating(facet, 1) for facet in (*FACETS, "timely"))}, ["/ratings/4/facet"]),
        ({"lessons": "x" * 4001}, ["/lessons"]),
    ],
)
def test_an_evaluation_that_is_not_whole_is_refused_by_its_field(changes: dict[str, Any], pointers: list[str]) -> None:
    match = planned(indicators=(TRAINED,))
    match.report_delivery(delivery(part(4_000)), at())
    found = Indicator(TRAINED.name, TRAINED.unit, TRAINED.baseline, TRAINED.target, Decimal(1))
    with pytest.raises(InvalidInput) as refused:
        match.evaluate(evaluation(**({"indicators": (found,)} | changes)), GHANA, at())
    assert wrong_fields(refused) == pointers
    assert match.status == "delivered"


def test_a_funder_s_money_counts_on_its_own_line_and_covers_nothing() -> None:
    money = match_line(2, component_id=MACHINES, role="funds", unit="money", coverage=None, quantity=9_000)
    match = match_in("confirmed", lines=[match_line(), money], donors=("ecowas", "unscar"))
    paid = DeliveredLine(MACHINES, money.line_id, 9_000)
    match.report_delivery(delivery(part(4_000), paid), at())
    assert [(line.delivered, line.covered) for line in match.lines] == [(4_000, 4_000), (9_000, 0)]
    assert match.status == "delivered"
