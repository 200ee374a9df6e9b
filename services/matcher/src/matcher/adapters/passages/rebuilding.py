"""Passages worked out anew from the history of matches: what they have to agree with, and how they are mended."""

from typing import Any

from sqlalchemy import Select, case, delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.tables import match_versions
from matcher.adapters.passages.tables import match_passages

COLUMNS = ("match_id", "number", "stage", "entered_at", "left_at")


async def rebuild_passages(session: AsyncSession) -> None:
    """Replace every passage by what the history says; commits nothing.

    Matches must not move meanwhile: the table is locked against it, readers go on.
    """
    await session.execute(text("LOCK TABLE match_passages IN SHARE ROW EXCLUSIVE MODE"))
    await session.execute(delete(match_passages))
    await session.execute(insert(match_passages).from_select(COLUMNS, passages_of_history()))


def passages_of_history() -> Select[*tuple[Any, ...]]:
    """Return the query of all passages as the history tells them, in the columns of the table."""
    told = _told().subquery()
    before = func.lag(told.c.stage).over(partition_by=told.c.match_id, order_by=told.c.version)
    marked = select(told, before.is_distinct_from(told.c.stage).label("is_new")).subquery()
    order: dict[str, Any] = {"partition_by": marked.c.match_id, "order_by": marked.c.version}
    following = func.lead(marked.c.entered_at).over(**order)
    left_at = case((following.is_not(None), func.greatest(marked.c.entered_at, following)))
    number = func.row_number().over(**order)
    columns = (marked.c.match_id, number.label("number"), marked.c.stage, marked.c.entered_at, left_at.label("left_at"))
    return select(*columns).where(marked.c.is_new)


def _told() -> Select[*tuple[Any, ...]]:
    """Return one row a version: what happened to a match in one version happened at once and left it in one stage."""
    columns = (
        match_versions.c.record_id.label("match_id"),
        match_versions.c.version,
        match_versions.c.document["status"].as_string().label("stage"),
        match_versions.c.at.label("entered_at"),
    )
    each_version = (match_versions.c.record_id, match_versions.c.version)
    return select(*columns).ext(distinct_on(*each_version)).order_by(*each_version, match_versions.c.at)
