"""Finding every candidate again when the day, the scoring profile in force or the exchange rates have changed."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.present import Basis, basis_on
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matching import SqlMatching
from matcher.adapters.tables import evaluations
from matcher.application.reevaluate import Reevaluate, reevaluate


async def evaluate_once_for(session: AsyncSession, engine: EngineInMemory, today: date) -> int | None:
    """Evaluate everything for this day, profile and rates unless that was done last; return how many needs, or None.

    What was done before something else does not count: where a clock was a day ahead for a while, today comes again
    after tomorrow, and so does tomorrow after today.
    """
    if await _is_done(session, await basis_on(session, today)):
        return None
    count = await reevaluate(Reevaluate(), matching=SqlMatching(session, engine, today))
    # What the engine found is of the basis that it read under the lock, which may be later than the one looked at.
    if engine.basis is not None:
        done = insert(evaluations).values(asdict(engine.basis) | {"done_at": _later_than_all()})
        afresh = {"done_at": done.excluded.done_at}
        await session.execute(done.on_conflict_do_update(constraint=evaluations.primary_key, set_=afresh))
    return count


def _later_than_all() -> Any:
    """Return now, or just after the last where that was noted by a clock that was ahead: the last has to stay last."""
    last = select(func.max(evaluations.c.done_at)).scalar_subquery()
    return func.greatest(func.clock_timestamp(), last + timedelta(microseconds=1))


async def _is_done(session: AsyncSession, basis: Basis) -> bool:
    done = select(*(evaluations.c[name] for name in asdict(basis))).order_by(evaluations.c.done_at.desc())
    last = (await session.execute(done.limit(1))).one_or_none()
    return last is not None and Basis(*last) == basis
