"""The few figures that every service can give of its records."""

from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession


async def figures_of(session: AsyncSession, records: Table, outbox: Table) -> dict[str, Any]:
    """Return how many records there are (under the table's name), how many `by_status`, and `events_published`."""
    counted = await session.execute(select(records.c.status, func.count()).group_by(records.c.status))
    by_status: dict[str, int] = {row[0]: row[1] for row in counted}
    published = await session.scalar(select(func.count()).where(outbox.c.published_at.is_not(None)))
    return {records.name: sum(by_status.values()), "by_status": by_status, "events_published": published or 0}
