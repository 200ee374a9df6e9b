"""Finding matches that have come to be reminded of or to be ended, and taking one without waiting for anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.tables import matches
from matcher.domain.matches.clocks import EXPIRING, StagePeriods
from matcher.domain.matches.life_cycle import OPEN, Status

UNFINISHED = matches.c.status.in_(sorted(OPEN))


@dataclass(frozen=True)
class DueMatch:
    """A match whose time has come, and the deadline by which it was found."""

    id: UUID
    package_id: UUID | None
    deadline: datetime


async def database_now(session: AsyncSession) -> datetime:
    """Return the database's time, which all replicas share however their own clocks go."""
    return (await session.execute(select(func.clock_timestamp()))).scalar_one()


async def due_matches(
    session: AsyncSession, now: datetime, periods: StagePeriods, *, after: DueMatch | None, limit: int
) -> Sequence[DueMatch]:
    """Return the next matches to be reminded of or ended, the longest overdue first, behind `after`."""
    query = select(matches.c.id, matches.c.package_id, matches.c.deadline).where(is_due(now, periods))
    if after is not None:
        query = query.where(tuple_(matches.c.deadline, matches.c.id) > tuple_(after.deadline, after.id))
    rows = await session.execute(query.order_by(matches.c.deadline, matches.c.id).limit(limit))
    return [DueMatch(*row) for row in rows]


async def is_free(session: AsyncSession, due: DueMatch) -> bool:
    """Lock the match and its package's unfinished members; False, having waited for nobody, where one is locked."""
    mine = matches.c.id == due.id
    if due.package_id is not None:
        mine = or_(mine, and_(matches.c.package_id == due.package_id, UNFINISHED))
    here = select(matches.c.id).where(mine).order_by(matches.c.id)
    locked = (await session.scalars(here.with_for_update(skip_locked=True))).all()
    return set((await session.scalars(here)).all()) <= set(locked)


def is_due(now: datetime, periods: StagePeriods) -> ColumnElement[bool]:
    """Return the condition that a match is to be reminded of, or to be ended: the domain says the same of one match."""
    return or_(*(_is_due_in(status, now, periods) for status in periods.periods))


def _is_due_in(status: Status, now: datetime, periods: StagePeriods) -> ColumnElement[bool]:
    lead = now - periods.remind_from(status, now)
    to_be_reminded = and_(matches.c.reminded_at.is_(None), matches.c.deadline <= now + lead)
    there = matches.c.status == status
    if status not in EXPIRING:
        return and_(there, to_be_reminded)
    return and_(there, or_(to_be_reminded, matches.c.deadline <= now))
