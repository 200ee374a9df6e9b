"""Projections, candidates and engine in one transaction of PostgreSQL."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import and_, delete
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters import candidate_rows, projections
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.tables import evaluations, needs
from matcher.domain.candidates import Candidate
from matcher.domain.engine import Engine
from shared.events.needs import NeedState
from shared.events.offers import OfferState


class SqlMatching:
    """Matching within the session's transaction; the first thing done with it takes the lock."""

    def __init__(self, session: AsyncSession, engine: EngineInMemory, today: date) -> None:
        self._session = session
        self._engine = engine
        self._today = today
        self._is_locked = False

    async def keep_need(self, state: NeedState) -> bool:
        """Keep the need's state unless this or a newer version is kept; say whether it was."""
        await self._lock()
        return await projections.keep_need(self._session, state)

    async def keep_offer(self, state: OfferState) -> bool:
        """Keep the offer's state unless this or a newer version is kept; say whether it was."""
        await self._lock()
        return await projections.keep_offer(self._session, state)

    async def engine(self) -> Engine:
        """Return the engine over everything kept, for today; that all was evaluated for another basis ends with it."""
        await self._lock()
        engine = await self._engine.within(self._session, self._today)
        if self._engine.basis is not None:
            mine = and_(*(evaluations.c[name] == value for name, value in asdict(self._engine.basis).items()))
            await self._session.execute(delete(evaluations).where(~mine))
        return engine

    async def replace_for_need(self, need_id: UUID, found: Iterable[Candidate]) -> None:
        """Make these the need's candidates."""
        await candidate_rows.replace_for_need(self._session, need_id, found)

    async def replace_for_offer(self, offer_id: UUID, found: Iterable[Candidate]) -> None:
        """Make these the offer's candidates."""
        await candidate_rows.replace_for_offer(self._session, offer_id, found)

    async def need_ids(self) -> Sequence[UUID]:
        """Return the ids of every need kept."""
        return await projections.known_ids(self._session, needs, "need_id")

    async def _lock(self) -> None:
        if not self._is_locked:
            await projections.lock_matching(self._session)
            self._is_locked = True
