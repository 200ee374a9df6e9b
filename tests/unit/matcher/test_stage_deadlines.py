"""Until when a match may stand in a stage: the stage's period, or what the parties planned themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from matcher.domain.matches.clocks import USUAL, StagePeriods
from matcher.domain.matches.delivery import DeliveryPlan, Milestone
from matcher.domain.matches.life_cycle import ENDED, OPEN, Status
from matcher.domain.matches.stage_clock import deadline_of

SINCE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PERIODS = StagePeriods()


def plan(*days: date) -> DeliveryPlan:
    return DeliveryPlan(tuple(Milestone(f"Step {number}", day) for number, day in enumerate(days)))


@pytest.mark.parametrize("status", sorted(OPEN))
def test_without_a_plan_a_stage_lasts_its_period(status: Status) -> None:
    assert deadline_of(status, SINCE, plan(), PERIODS) == SINCE + USUAL[status]


@pytest.mark.parametrize("status", sorted(ENDED))
def test_an_end_has_no_deadline_whatever_was_planned(status: Status) -> None:
    assert deadline_of(status, SINCE, plan(date(2026, 5, 1)), PERIODS) is None


def test_delivery_lasts_until_thirty_days_after_its_latest_milestone() -> None:
    planned = plan(date(2026, 9, 1), date(2026, 5, 1))
    assert deadline_of("in_delivery", SINCE, planned, PERIODS) == datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC)


def test_what_was_agreed_does_not_run_out_before_its_first_milestone_could_have_come() -> None:
    late = plan(date(2027, 6, 1), date(2028, 1, 1))
    assert deadline_of("confirmed", SINCE, late, PERIODS) == datetime(2027, 7, 1, 23, 59, 59, tzinfo=UTC)
    soon = plan(date(2026, 3, 20))
    assert deadline_of("confirmed", SINCE, soon, PERIODS) == SINCE + USUAL["confirmed"]


def test_no_other_stage_looks_at_the_plan() -> None:
    assert deadline_of("delivered", SINCE, plan(date(2030, 1, 1)), PERIODS) == SINCE + USUAL["delivered"]


def test_the_parties_are_reminded_some_days_before_and_never_in_the_first_half_of_a_stage() -> None:
    deadline = SINCE + USUAL["proposed"]
    assert PERIODS.remind_from("proposed", deadline) == deadline - timedelta(days=7)
    short = SINCE + USUAL["endorsed"]
    assert PERIODS.remind_from("endorsed", short) == SINCE + timedelta(days=1)
