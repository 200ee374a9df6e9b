"""The table of a match's life: every row can be walked, and what is not in the table is refused and changes nothing."""

from collections.abc import Callable
from copy import deepcopy
from itertools import product
from typing import Any, get_args

import pytest

from matcher.domain.matches import events
from matcher.domain.matches.delivery import DeliveryPlan
from matcher.domain.matches.life_cycle import (
    ENDED,
    OFF_RAMPS,
    OPEN,
    TRANSITIONS,
    Action,
    Status,
    Transition,
    Who,
    actions_open_to,
    transition_of,
)
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import Party
from matcher.domain.matches.reasons import Reason
from matcher.domain.matches.review import Endorsement
from shared.errors import Conflict, Forbidden
from tests.support.match_examples import (
    COORDINATOR,
    ECOWAS,
    GHANA,
    UNWANTED,
    at,
    committed,
    delivery,
    evaluation,
    judgement,
    match_in,
    match_line,
    part,
)

STATUSES: tuple[Status, ...] = get_args(Status)
ACTIONS: tuple[Action, ...] = get_args(Action)
ACTORS: tuple[Who, ...] = get_args(Who)
OUT_OF_TIME = Reason("deadline_passed")


def party(who: Who) -> Party:
    return ECOWAS if who == "donor" else GHANA


DOING: dict[tuple[Action, Who], Callable[[Match], object]] = {
    ("revise", "coordinator"): lambda match: match.revise([match_line()], judgement(), at()),
    ("endorse", "coordinator"): lambda match: match.endorse(Endorsement(COORDINATOR.subject), at()),
    ("refuse", "accord"): lambda match: match.refuse({}, at()),
    ("accept", "recipient"): lambda match: match.accept(GHANA, "npc", at()),
    ("accept", "donor"): lambda match: match.accept(ECOWAS, "desk", at()),
    ("plan", "recipient"): lambda match: match.set_plan(DeliveryPlan(), GHANA, at()),
    ("plan", "donor"): lambda match: match.set_plan(DeliveryPlan(), ECOWAS, at()),
    ("deliver", "recipient"): lambda match: match.report_delivery(delivery(by=GHANA), at()),
    ("deliver", "donor"): lambda match: match.report_delivery(delivery(), at()),
    ("complete", "recipient"): lambda match: match.complete(GHANA, at()),
    ("complete", "donor"): lambda match: match.complete(ECOWAS, at()),
    ("evaluate", "recipient"): lambda match: match.evaluate(evaluation(), GHANA, at()),
    ("evaluate", "donor"): lambda match: match.evaluate(evaluation(), ECOWAS, at()),
    ("reject", "coordinator"): lambda match: match.reject(UNWANTED, at()),
    ("decline", "recipient"): lambda match: match.decline(GHANA, UNWANTED, at()),
    ("decline", "donor"): lambda match: match.decline(ECOWAS, UNWANTED, at()),
    ("expire", "accord"): lambda match: match.expire(OUT_OF_TIME, at(400)),
    ("dissolve", "accord"): lambda match: match.dissolve("accord", UNWANTED, at()),
    ("dissolve", "coordinator"): lambda match: match.dissolve("coordinator", UNWANTED, at()),
    ("dissolve", "recipient"): lambda match: match.dissolve("recipient", UNWANTED, at()),
    ("dissolve", "donor"): lambda match: match.dissolve("donor", UNWANTED, at()),
}
"""How each actor takes each action that has a method of its own; hold, confirm and the rest follow from these."""


def row_for(action: Action, status: Status, who: Who) -> Transition | None:
    found = [row for row in TRANSITIONS if row.action == action and who in row.by and status in row.before]
    return found[0] if found else None


def agreed_anew(match: Match, action: Action) -> Match:
    """Open the way for a consent: who has consented already cannot do so twice."""
    if action == "accept":
        match.acceptances = ()
    return match


def everything_of(match: Match) -> dict[str, Any]:
    return deepcopy(said_of(match) | {"lines": [said_of(line) for line in match.lines]})


def said_of(record: Match | MatchLine) -> dict[str, Any]:
    """Return the record's own fields, without what a mapping to tables may have added."""
    return {name: value for name, value in vars(record).items() if name in record.__dataclass_fields__}


@pytest.mark.parametrize(("action", "who"), list(DOING))
def test_what_the_table_has_moves_the_match_and_all_else_changes_nothing(action: Action, who: Who) -> None:
    for status in STATUSES:
        match, row = agreed_anew(match_in(status), action), row_for(action, status, who)
        before = everything_of(match)
        if row is None:
            with pytest.raises((Conflict, Forbidden)):
                DOING[action, who](match)
            assert everything_of(match) == before, status
        else:
            DOING[action, who](match)
            happened = match.events[0]
            assert (match.status, happened.action, happened.before) == (row.after or status, action, status)


@pytest.mark.parametrize("status", STATUSES)
def test_the_table_alone_says_who_may_do_what(status: Status) -> None:
    for action, who in product(ACTIONS, ACTORS):
        row = row_for(action, status, who)
        assert (action in actions_open_to(who, status)) == (row is not None)
        if row is not None:
            assert transition_of(action, status, who) is row
        else:
            is_theirs = any(each.action == action and who in each.by for each in TRANSITIONS)
            with pytest.raises(Conflict if is_theirs else Forbidden):
                transition_of(action, status, who)


def test_a_refusal_by_status_says_from_where_it_would_go() -> None:
    with pytest.raises(Conflict) as refusal:
        transition_of("evaluate", "confirmed", "recipient")
    assert refusal.value.code == "match-status"
    assert "delivered" in refusal.value.detail


def test_nothing_leads_on_from_an_end_and_everything_else_can_end() -> None:
    ends = {status for status in STATUSES if not any(status in row.before for row in TRANSITIONS)}
    assert ends == ENDED
    assert set(STATUSES) == ENDED | OPEN
    assert {row.after for row in TRANSITIONS if row.wants_reason} == OFF_RAMPS


def test_every_status_is_reached() -> None:
    assert {row.after for row in TRANSITIONS} - {None} == set(STATUSES)
    assert [match_in(status).status for status in STATUSES] == list(STATUSES)


def test_every_action_of_the_table_has_one_event_that_tells_of_it() -> None:
    kinds = [kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, events.MatchEvent)]
    told_of = sorted(kind.action for kind in kinds if kind.action is not None)
    assert told_of == sorted(ACTIONS)


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_stage_has_a_deadline_and_no_end_has(status: Status) -> None:
    assert match_in(status).deadline is not None


@pytest.mark.parametrize("status", sorted(ENDED))
def test_an_end_has_no_deadline(status: Status) -> None:
    assert match_in(status).deadline is None


@pytest.mark.parametrize("status", sorted(OFF_RAMPS))
def test_who_left_the_way_says_why_and_holds_nothing(status: Status) -> None:
    match = match_in(status)
    assert match.reason_code is not None
    assert (match.offers_hold, match.needs_hold) == ("none", "none")


def test_a_match_does_not_expire_before_its_deadline() -> None:
    match = match_in("proposed")
    with pytest.raises(Conflict) as refusal:
        match.expire(OUT_OF_TIME, at(29.9))
    assert refusal.value.code == "deadline-not-passed"
    match.expire(OUT_OF_TIME, at(30))
    assert match.status == "expired"


def test_a_new_stage_sets_a_new_deadline_and_forgets_the_reminder() -> None:
    match = match_in("proposed")
    match.remind(at(25))
    assert match.reminded_at == at(25).now
    match.endorse(Endorsement(COORDINATOR.subject), at(26))
    assert (match.stage_since, match.deadline, match.reminded_at) == (at(26).now, at(28).now, None)


def test_a_line_answers_a_component_once() -> None:
    match = match_in("proposed")
    with pytest.raises(Conflict) as refusal:
        match.add([match_line()], at())
    assert refusal.value.code == "line-named-twice"
    match.add([match_line(2)], at())
    assert [line.position for line in committed(match).lines] == [0, 1]
    assert part(number=2).line_id == match.lines[1].line_id
