"""Which matches may have something waiting for a worker: a condition that leaves nothing out, and much aside."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, cast, func, literal, literal_column, or_, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, JSONPATH, array

from matcher.adapters.dialogue.voices import speaks_for_party
from matcher.adapters.matches.tables import matches
from matcher.domain.matches.life_cycle import AGREED
from matcher.domain.tasks.worker import MILESTONE_AHEAD, Worker

_PLANNED_BY: Final = "$.milestones[*] ? (@.actual == null && @.planned <= $by)"
_AGREED: Final = matches.c.status.in_(AGREED)


def may_wait_for(worker: Worker) -> ColumnElement[bool]:
    """Return the condition for the worker's role, over matches joined with what is unread."""
    is_unread = literal_column("unread.count") > 0
    as_party = and_(speaks_for_party(worker.actor), or_(_waits_for_party(worker), is_unread))
    if not worker.actor.is_coordinator:
        return as_party
    return or_(as_party, and_(_within_regions(worker), or_(_waits_for_coordinator(worker), is_unread)))


def _waits_for_party(worker: Worker) -> ColumnElement[bool]:
    return or_(
        matches.c.status.in_(("reserved", "delivered")),
        and_(_AGREED, matches.c.stale),
        and_(matches.c.status == "confirmed", func.jsonb_array_length(_plan()["milestones"]) == 0),
        and_(_AGREED, _planned_by(worker.today + MILESTONE_AHEAD)),
    )


def _waits_for_coordinator(worker: Worker) -> ColumnElement[bool]:
    is_lost = or_(matches.c.offers_hold == "refused", matches.c.needs_hold == "refused")
    return or_(
        matches.c.status.in_(("proposed", "refused")),
        and_(matches.c.status.in_((*AGREED, "delivered")), is_lost),
        and_(_AGREED, _planned_by(worker.today - timedelta(days=1))),
        and_(matches.c.status == "in_delivery", matches.c.deadline <= worker.now),
    )


def _within_regions(worker: Worker) -> ColumnElement[bool]:
    if worker.states is None:
        return true()
    return matches.c.states.contained_by(cast(array(sorted(worker.states)), ARRAY(Text)))


def _planned_by(day: date) -> ColumnElement[bool]:
    named = func.jsonb_build_object("by", day.isoformat())
    return func.jsonb_path_exists(_plan(), cast(literal(_PLANNED_BY, Text), JSONPATH), named)


def _plan() -> ColumnElement[Any]:
    return cast(matches.c.plan, JSONB)
