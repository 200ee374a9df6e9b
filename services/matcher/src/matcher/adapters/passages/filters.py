"""Which matches have been where: conditions over the matches' table that lists and statistics share."""

from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from matcher.adapters.matches.tables import matches
from matcher.adapters.passages.tables import match_passages
from matcher.domain.matches.life_cycle import OFF_RAMPS, Status


def has_reached(stage: Status) -> ColumnElement[bool]:
    """Return the condition that the match stands in the stage or once did."""
    return exists().where(match_passages.c.match_id == matches.c.id, match_passages.c.stage == stage)


def has_passed(stage: Status) -> ColumnElement[bool]:
    """Return the condition that the match stood in the stage once and left it; it may be there again."""
    ended = match_passages.c.left_at.is_not(None)
    return exists().where(match_passages.c.match_id == matches.c.id, match_passages.c.stage == stage, ended)


def left_from(stage: Status) -> ColumnElement[bool]:
    """Return the condition that the match was rejected, declined, dissolved or expired out of this stage."""
    last, before = aliased(match_passages), aliased(match_passages)
    follows = and_(before.c.match_id == last.c.match_id, before.c.number == last.c.number - 1)
    joined = select(last.c.number).join(before, follows)
    return joined.where(
        last.c.match_id == matches.c.id, last.c.stage.in_(sorted(OFF_RAMPS)), before.c.stage == stage
    ).exists()


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins, by universal time."""
    return datetime.combine(day, time.min, UTC)


def last_moment(day: date) -> datetime:
    """Return the last microsecond of a day, by universal time; the last day of the calendar has one too."""
    return datetime.combine(day, time.max, UTC)
