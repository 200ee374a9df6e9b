"""Finding every candidate again when the day, the scoring profile in force or the exchange rates have changed."""

from dataclasses import asdict
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from matcher.adapters.basis.present import Basis, Day, basis_on, databases_day
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matching import SqlMatching
from matcher.adapters.tables import evaluations
from matcher.application.reevaluate import Reevaluate, reevaluate
from shared.service.background import Periodic

EVALUATED_EVERY_SECONDS: Final = 1.0
"""How soon a new day, a profile put in force or a rate table is noticed; looking costs three short queries."""


def daily_work(sessions: async_sessionmaker[AsyncSession], day: Day = databases_day) -> Periodic:
    """Return what looks whether everything has to be evaluated anew, in one of all replicas at a time."""

    async def begin_the_day(session: AsyncSession) -> None:
        await evaluate_once_for(session, EngineInMemory(), await day(session))

    return Periodic("matcher.begin_the_day", sessions, begin_the_day, every=EVALUATED_EVERY_SECONDS)


async def evaluate_once_for(session: AsyncSession, engine: EngineInMemory, today: date) -> int | None:
    """Evaluate everything for this day, profile and rates unless all candidates are of them; return how many needs.

    Whatever is found on another basis meanwhile takes that back (`SqlMatching`): where the database's clock was a day
    ahead for a while, today comes again after tomorrow, and so does tomorrow after today.
    """
    if await _is_done(session, await basis_on(session, today)):
        return None
    count = await reevaluate(Reevaluate(), matching=SqlMatching(session, engine, today))
    # What the engine found is of the basis that it read under the lock, which may be later than the one looked at.
    if engine.basis is not None:
        done = insert(evaluations).values(asdict(engine.basis) | {"done_at": func.clock_timestamp()})
        await session.execute(done.on_conflict_do_nothing())
    return count


async def _is_done(session: AsyncSession, basis: Basis) -> bool:
    mine = (evaluations.c[name] == value for name, value in asdict(basis).items())
    return (await session.execute(select(evaluations.c.day).where(*mine))).first() is not None
