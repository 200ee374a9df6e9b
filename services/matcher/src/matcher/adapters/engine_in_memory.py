"""The engine of one process, brought up to date from the projections before each use."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.projections import states_since
from matcher.adapters.reading_states import need_from, offer_from
from matcher.adapters.tables import needs, offers
from matcher.domain.context import Context
from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

Found = TypeVar("Found")


class EngineInMemory:
    """Holds an engine and, of each kind of record, the number of the last change it has seen."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._seen_of_needs = 0
        self._seen_of_offers = 0
        self._is_certain = True
        self._turn = asyncio.Lock()

    async def asked(self, session: AsyncSession, today: date, question: Callable[[Engine], Found]) -> Found:
        """Answer a question about what is committed, in a thread; one question at a time, for engines change."""
        async with self._turn:
            return await asyncio.to_thread(question, await self._up_to_date(session, today))

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
        engine = self._engine
        if engine is None:
            engine = Engine(_context(today), load_profile())
        elif engine.context.today != today:
            engine = engine.under(_context(today))
        self._engine = engine
        # Each kind counts for itself: between the two reads, others may commit a change of either.
        for number, state in await states_since(session, needs, self._seen_of_needs):
            engine.put_need(need_from(NeedState.model_validate(state)))
            self._seen_of_needs = number
        for number, state in await states_since(session, offers, self._seen_of_offers):
            engine.put_offer(offer_from(OfferState.model_validate(state)))
            self._seen_of_offers = number
        return engine


def _context(today: date) -> Context:
    return Context(today=today, geography=load_geography(), vocabulary=load_vocabulary())
