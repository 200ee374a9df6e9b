"""The engine of one process, brought up to date from the projections before each use."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.present import Basis, basis_on, context_of, profile_of
from matcher.adapters.catching_up import catch_up, put_need, put_offer
from matcher.adapters.tables import needs, offers
from matcher.domain.engine import Engine
from shared.threads import in_thread

Found = TypeVar("Found")


class EngineInMemory:
    """Holds an engine, the basis it is of, and, of each kind of record, the number of the last change it has seen."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self.basis: Basis | None = None
        self._seen_of_needs = 0
        self._seen_of_offers = 0
        self._is_certain = True
        self._turn = asyncio.Lock()

    async def asked(self, session: AsyncSession, today: date, question: Callable[[Engine], Found]) -> Found:
        """Answer a question about what is committed, in a thread; one question at a time, for engines change."""
        async with self._turn:
            return await in_thread(question, await self._up_to_date(session, today))

    async def within(self, session: AsyncSession, today: date) -> Engine:
        """Return the engine with every change this session can see, its own among them.

        Unless the session commits, the next use starts over: what was seen may never have come to be.
        """
        if not self._is_certain:
            self._engine, self._seen_of_needs, self._seen_of_offers = None, 0, 0
        self._is_certain = False
        event.listen(session.sync_session, "after_commit", self._confirm, once=True)
        return await self._up_to_date(session, today)

    def _confirm(self, _: object) -> None:
        self._is_certain = True

    async def _up_to_date(self, session: AsyncSession, today: date) -> Engine:
        basis, engine = await basis_on(session, today), self._engine
        if engine is None or self.basis != basis:
            context, profile = await context_of(session, basis), await profile_of(session, basis)
            engine = Engine(context, profile) if engine is None else await in_thread(engine.under, context, profile)
        self._engine, self.basis = engine, basis
        # Each kind counts for itself: between the two reads, others may commit a change of either.
        async for number in catch_up(session, needs, put_need, engine=engine, seen=self._seen_of_needs):
            self._seen_of_needs = number
        async for number in catch_up(session, offers, put_offer, engine=engine, seen=self._seen_of_offers):
            self._seen_of_offers = number
        return engine
