"""Finding every candidate again once a day, because calls, windows and memberships change with the date."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matching import SqlMatching
from matcher.adapters.tables import evaluations
from matcher.application.reevaluate import Reevaluate, reevaluate


async def evaluate_once_for(session: AsyncSession, engine: EngineInMemory, today: date) -> int | None:
    """Evaluate everything for this day unless that was done; return how many needs there are, or None."""
    done = await session.scalar(select(evaluations.c.day).where(evaluations.c.day == today))
    if done is not None:
        return None
    count = await reevaluate(Reevaluate(), matching=SqlMatching(session, engine, today))
    await session.execute(insert(evaluations).values(day=today).on_conflict_do_nothing())
    return count
