"""The figures of matches, counted by the database among those that the reader may know of."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, and_, cast, distinct, func, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from matcher.adapters.match_statistics.membership import Headed, all_together, by_category, by_region, counted
from matcher.adapters.matches.filters import MatchFilter
from matcher.adapters.passages.tables import match_passages
from matcher.domain.match_statistics.figures import (
    FUNNEL,
    Figures,
    LeftTheWay,
    MatchStatistics,
    Quartiles,
    TimeInStage,
    TimeToConfirmation,
    funnel_of,
)
from matcher.domain.matches.life_cycle import OFF_RAMPS, Status
from shared.identity.actor import Actor

QUARTILES: Final = (0.25, 0.5, 0.75)
SECONDS_IN_AN_HOUR: Final = 3600


async def match_statistics(
    session: AsyncSession, narrowed: MatchFilter, actor: Actor, *, today: date
) -> MatchStatistics:
    """Return everything that is told of the matches in a list so narrowed."""
    seen = counted(narrowed, actor, today)
    every = await _figures(session, seen, all_together(seen))
    return MatchStatistics(
        all=every.get("", Figures()),
        categories=await _figures(session, seen, by_category(seen, narrowed.category)),
        regions=await _figures(session, seen, by_region(seen, today)),
        left=await _left(session, seen),
        funnel=funnel_of(await _reached(session, seen)),
    )


async def _figures(session: AsyncSession, seen: CTE, headed: Headed) -> Mapping[str, Figures]:
    standing = await _standing(session, seen, headed)
    times = await _times(session, headed)
    confirmed = await _to_confirmation(session, seen, headed)
    return {
        heading: Figures(counts, times.get(heading, {}), confirmed.get(heading))
        for heading, counts in sorted(standing.items())
    }


async def _standing(session: AsyncSession, seen: CTE, headed: Headed) -> Mapping[str, Mapping[Status, int]]:
    of = headed.subquery()
    query = select(of.c.heading, seen.c.status, func.count()).join(seen, seen.c.id == of.c.match_id)
    found: dict[str, dict[Status, int]] = {}
    for heading, status, number in await session.execute(query.group_by(of.c.heading, seen.c.status)):
        found.setdefault(heading, {})[status] = number
    return found


async def _times(session: AsyncSession, headed: Headed) -> Mapping[str, Mapping[Status, TimeInStage]]:
    of, stay = headed.subquery(), match_passages
    columns = (
        of.c.heading,
        stay.c.stage,
        func.count(),
        func.count(distinct(stay.c.match_id)),
        _quartiles(stay.c.left_at - stay.c.entered_at),
    )
    query = select(*columns).join(of, of.c.match_id == stay.c.match_id).where(stay.c.left_at.is_not(None))
    found: dict[str, dict[Status, TimeInStage]] = {}
    rows = await session.execute(query.group_by(of.c.heading, stay.c.stage))
    for heading, stage, passages, matches, hours in rows:
        found.setdefault(heading, {})[stage] = TimeInStage(passages, matches, Quartiles(*hours))
    return found


async def _to_confirmation(session: AsyncSession, seen: CTE, headed: Headed) -> Mapping[str, TimeToConfirmation]:
    of, stay = headed.subquery(), match_passages
    columns = (of.c.heading, func.count(), _quartiles(stay.c.entered_at - seen.c.opened_at))
    joined = of.join(seen, seen.c.id == of.c.match_id).join(stay, stay.c.match_id == seen.c.id)
    query = select(*columns).select_from(joined).where(stay.c.stage == "confirmed").group_by(of.c.heading)
    rows = await session.execute(query)
    return {heading: TimeToConfirmation(matches, Quartiles(*hours)) for heading, matches, hours in rows}


async def _left(session: AsyncSession, seen: CTE) -> tuple[LeftTheWay, ...]:
    last, before = aliased(match_passages), aliased(match_passages)
    joined = seen.join(last, and_(last.c.match_id == seen.c.id, last.c.stage.in_(sorted(OFF_RAMPS))))
    joined = joined.join(before, and_(before.c.match_id == last.c.match_id, before.c.number == last.c.number - 1))
    columns = (last.c.stage, seen.c.reason_code, before.c.stage)
    query = select(*columns, func.count()).select_from(joined).group_by(*columns).order_by(*columns)
    return tuple(LeftTheWay(*row) for row in await session.execute(query))


async def _reached(session: AsyncSession, seen: CTE) -> Mapping[Status, int]:
    stay = match_passages
    query = select(stay.c.stage, func.count(distinct(stay.c.match_id))).join(seen, seen.c.id == stay.c.match_id)
    rows = await session.execute(query.where(stay.c.stage.in_(FUNNEL)).group_by(stay.c.stage))
    return {row[0]: row[1] for row in rows}


def _quartiles(span: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the three quartiles of a span of time, in hours."""
    hours = func.extract("epoch", span) / SECONDS_IN_AN_HOUR
    figures = ARRAY(DOUBLE_PRECISION)
    return type_coerce(func.percentile_cont(cast(list(QUARTILES), figures)).within_group(hours), figures)
