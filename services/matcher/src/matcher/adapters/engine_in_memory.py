"""The engine of one process, brought up to date from the projections before each use."""

from datetime import date

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


class EngineInMemory:
    """Holds an engine and the number of the last change it has seen."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._seen = 0

    async def up_to_date(self, session: AsyncSession, today: date) -> Engine:
        """Return the engine with every change this session can see, for this day."""
        engine = self._engine
        if engine is None:
            engine = Engine(_context(today), load_profile())
        elif engine.context.today != today:
            engine = engine.under(_context(today))
        seen = self._seen
        for number, state in await states_since(session, needs, self._seen):
            engine.put_need(need_from(NeedState.model_validate(state)))
            seen = max(seen, number)
        for number, state in await states_since(session, offers, self._seen):
            engine.put_offer(offer_from(OfferState.model_validate(state)))
            seen = max(seen, number)
        self._engine, self._seen = engine, seen
        return engine

    def forget(self) -> None:
        """Start over: what was seen may have been rolled back."""
        self._engine, self._seen = None, 0


def _context(today: date) -> Context:
    return Context(today=today, geography=load_geography(), vocabulary=load_vocabulary())
