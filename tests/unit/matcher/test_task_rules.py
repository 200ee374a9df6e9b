"""What waits for whom on a match: the rules of each role, one by one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from matcher.domain.matches.delivery import Milestone
from matcher.domain.matches.life_cycle import ENDED, OPEN, Status
from matcher.domain.matches.parties import DeclaredInterest, Party
from matcher.domain.tasks.at_hand import MatchAtHand
from matcher.domain.tasks.on_match import end_of, tasks_on
from matcher.domain.tasks.on_record import confirmation_of
from matcher.domain.tasks.task import Task
from matcher.domain.tasks.worker import Worker
from shared.identity.actor import Actor, Role
from tests.support.published_states import NOW

TODAY = NOW.date()
LATER = NOW + timedelta(days=30)
STATE = Actor("s", Role.RECIPIENT, state="BFA")
DONOR = Actor("d", Role.DONOR, organisation="eu")
COORDINATOR = Actor("c", Role.COORDINATOR)
EVERY_STATUS: list[Status] = sorted(OPEN | ENDED)
NEAR = Milestone("Machines delivered", TODAY + timedelta(days=7))
FAR = Milestone("Staff trained", TODAY + timedelta(days=8))


def a_match(status: Status = "proposed", **changes: Any) -> MatchAtHand:
    match = MatchAtHand(
        match_id=UUID(int=1),
        status=status,
        stale=False,
        stage_since=NOW,
        deadline=LATER,
        states=("BFA",),
        group=None,
        donors=("eu",),
        interests=(),
        accepted=frozenset(),
        milestones=(),
        lost_hold=False,
    )
    return replace(match, **changes)


def tasks(match: MatchAtHand, actor: Actor, states: frozenset[str] | None = None) -> list[Task]:
    return list(tasks_on(match, Worker(actor, NOW, states)))


def kinds(match: MatchAtHand, actor: Actor, states: frozenset[str] | None = None) -> list[str]:
    return [task.kind for task in tasks(match, actor, states)]


@pytest.mark.parametrize(
    ("status", "coordinator", "donor", "recipient"),
    [
        ("proposed", ["review_proposal"], [], []),
        ("endorsed", [], [], []),
        ("refused", ["revise_refused"], [], []),
        ("reserved", [], ["accept_match"], ["accept_match"]),
        ("confirmed", [], ["plan_delivery"], []),
        ("in_delivery", [], [], []),
        ("delivered", [], [], ["evaluate_match"]),
        ("evaluated", [], [], []),
        ("rejected", [], [], []),
        ("declined", [], [], []),
        ("expired", [], [], []),
        ("dissolved", [], [], []),
    ],
)
def test_each_status_waits_for_those_who_can_carry_it_on(
    status: Status, coordinator: list[str], donor: list[str], recipient: list[str]
) -> None:
    match = a_match(status)
    assert (kinds(match, COORDINATOR), kinds(match, DONOR), kinds(match, STATE)) == (coordinator, donor, recipient)


@pytest.mark.parametrize(
    ("status", "coordinator", "party"),
    [
        ("proposed", ["revise_outdated"], []),
        ("endorsed", [], []),
        ("refused", ["revise_outdated"], []),
        ("reserved", [], ["accept_anew"]),
        ("confirmed", [], ["accept_anew"]),
        ("in_delivery", [], ["accept_anew"]),
        ("delivered", [], []),
    ],
)
def test_a_stale_match_waits_to_be_confirmed_anew_before_anything_else(
    status: Status, coordinator: list[str], party: list[str]
) -> None:
    match = a_match(status, stale=True, outdated_at=NOW + timedelta(days=1), milestones=(NEAR,))
    assert (kinds(match, COORDINATOR), kinds(match, DONOR)) == (coordinator, party)
    assert all(task.since == match.outdated_at for actor in (COORDINATOR, DONOR) for task in tasks(match, actor))


def test_who_has_accepted_waits_for_the_others() -> None:
    for stale in (False, True):
        match = a_match("reserved", stale=stale, accepted=frozenset({Party("donor", "eu")}))
        assert (kinds(match, DONOR), len(kinds(match, STATE))) == ([], 1)


def test_everybody_else_has_nothing_to_do_on_a_match() -> None:
    others = [
        Actor("o", Role.OBSERVER),
        Actor("x", Role.RECIPIENT, state="MLI"),
        Actor("y", Role.DONOR, organisation="jpn"),
        Actor("accord:matcher", Role.SERVICE),
    ]
    matches = [a_match(status, unread=3, milestones=(NEAR,)) for status in EVERY_STATUS]
    assert [kinds(match, actor) for match in matches for actor in others if kinds(match, actor)] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"donors": ("eu", "office")},
        {"interests": (DeclaredInterest("c", NOW, "I advised the donor."),)},
    ],
)
def test_a_coordinator_with_an_interest_of_its_own_gets_neither_review_nor_revision(changes: dict[str, Any]) -> None:
    interested = Actor("c", Role.COORDINATOR, organisation="office")
    for match in (a_match(), a_match("refused"), a_match(stale=True)):
        assert kinds(replace(match, **changes), interested) == []
        assert len(kinds(replace(match, **changes), Actor("another", Role.COORDINATOR))) == 1


def test_a_regional_coordinator_gets_what_lies_wholly_within_its_regions() -> None:
    joint = a_match(states=("BFA", "MLI"))
    assert kinds(joint, COORDINATOR, frozenset({"BFA"})) == []
    assert kinds(joint, COORDINATOR, frozenset({"BFA", "MLI", "NER"})) == ["review_proposal"]


def test_whoever_coordinates_the_group_that_asks_works_as_its_recipient() -> None:
    group = Actor("g", Role.COORDINATOR, regions=frozenset({"ecowas"}))
    assert kinds(a_match("reserved", group="ecowas"), group, frozenset({"BFA"})) == ["accept_match"]
    assert kinds(a_match("proposed", group="ecowas"), group, frozenset({"BFA"})) == []
    assert kinds(a_match("reserved", group="ecowas"), STATE) == []


def test_a_milestone_is_due_from_a_week_before_its_day_to_donor_and_recipient() -> None:
    for actor in (DONOR, STATE):
        assert "milestone_due" not in kinds(a_match("confirmed", milestones=(FAR,)), actor)
        [task] = tasks(a_match("in_delivery", milestones=(FAR, NEAR)), actor)
        assert (task.kind, task.milestone, task.until) == ("milestone_due", 2, end_of(NEAR.planned))


def test_a_milestone_that_was_reached_is_due_no_more() -> None:
    reached = replace(NEAR, actual=TODAY)
    assert kinds(a_match("in_delivery", milestones=(reached, FAR)), DONOR) == []


def test_coordinators_are_told_of_delivery_from_the_day_after_it_was_planned() -> None:
    today = Milestone("Machines delivered", TODAY)
    assert kinds(a_match("confirmed", milestones=(today,)), COORDINATOR) == []
    late = replace(today, planned=TODAY - timedelta(days=1))
    [task] = tasks(a_match("confirmed", milestones=(late,)), COORDINATOR)
    assert (task.kind, task.milestone, task.is_overdue(NOW)) == ("delivery_overdue", 1, True)
    assert kinds(a_match("in_delivery", deadline=NOW), COORDINATOR) == ["delivery_overdue"]


def test_a_lost_hold_is_for_coordinators_to_settle_once_the_match_was_agreed() -> None:
    settled = [
        status for status in EVERY_STATUS if "settle_lost_hold" in kinds(a_match(status, lost_hold=True), COORDINATOR)
    ]
    assert settled == ["confirmed", "delivered", "in_delivery"]


def test_unread_messages_wait_on_open_and_ended_matches_without_an_end() -> None:
    for actor in (COORDINATOR, DONOR, STATE):
        [task] = tasks(a_match("evaluated", unread=2, unread_since=NOW), actor)
        assert (task.kind, task.unread, task.until) == ("unread_messages", 2, None)
        assert not task.is_overdue(LATER)


def test_a_task_is_overdue_from_its_deadline_on() -> None:
    [task] = tasks(a_match(), COORDINATOR)
    assert [task.is_overdue(moment) for moment in (LATER - timedelta(seconds=1), LATER)] == [False, True]


def test_a_record_is_to_be_confirmed_from_thirty_days_before_its_last_day() -> None:
    last = date(2026, 7, 31)
    assert confirmation_of("need", UUID(int=2), last, date(2026, 6, 30)) is None
    task = confirmation_of("offer", UUID(int=2), last, date(2026, 7, 1))
    assert task is not None
    assert (task.kind, task.since.date(), task.until) == ("reconfirm_offer", date(2026, 7, 1), end_of(last))
