"""Finding every candidate again when the day, the scoring profile in force or the exchange rates have changed."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.present import Basis, basis_on
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matching import SqlMatching
from matcher.adapters.tables import evaluations
from matcher.application.reevaluate import Reevaluate, reevaluate


async def evaluate_once_for(session: AsyncSession, engine: EngineInMemory, today: date) -> int | None:
    """Evaluate everything for this day, profile and rates unless that was done; return how many needs, or None."""
    if await _is_done(session, await basis_on(session, today)):
        return None
    count = await reevaluate(Reevaluate(), matching=SqlMatching(session, engine, today))
    # What the engine found is of the basis that it read under the lock, which may be later than the one looked at.
    if engine.basis is not None:
        await session.execute(insert(evaluations).values(asdict(engine.basis)).on_conflict_do_nothing())
    return count


async def _is_done(session: AsyncSession, basis: Basis) -> bool:
    columns = asdict(basis)
    query = select(evaluations.c.day).where(*(evaluations.c[name] == value for name, value in columns.items()))
    return await session.scalar(query) is not None
