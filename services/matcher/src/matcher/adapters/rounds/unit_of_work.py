"""The unit of work of rounds and proposals: both, and what is told of a round, commit together."""

from collections.abc import Callable, Collection
from datetime import date
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.present import basis_on, context_of, profile_of
from matcher.adapters.proposals.repository import SqlProposalRepository
from matcher.adapters.reading_states import need_from, offer_from
from matcher.adapters.rounds.events import ENDED, Telling, write_events
from matcher.adapters.rounds.repository import SqlRoundRepository
from matcher.adapters.tables import needs as needs_table
from matcher.adapters.tables import offers as offers_table
from matcher.domain.proposals.promised import Present
from matcher.domain.scoring import ScoringProfile
from shared.events.needs import NeedState
from shared.events.offers import OfferState


class RoundsUnitOfWork:
    """Opens a session on entering; rolls back on leaving unless committed."""

    rounds: SqlRoundRepository
    proposals: SqlProposalRepository

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self._sessions = sessions

    async def __aenter__(self) -> Self:
        self._session = self._sessions()
        self.rounds = SqlRoundRepository(self._session)
        self.proposals = SqlProposalRepository(self._session)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def present(
        self, needs: Collection[UUID], offers: Collection[UUID], today: date
    ) -> tuple[Present, ScoringProfile]:
        """Return these records as they are kept now, and the weights in force."""
        session = self._session
        basis = await basis_on(session, today)
        need_states = await self._states(needs_table, needs_table.c.need_id, needs)
        offer_states = await self._states(offers_table, offers_table.c.offer_id, offers)
        found = [need_from(NeedState.model_validate(state)) for state in need_states]
        given = [offer_from(OfferState.model_validate(state)) for state in offer_states]
        present = Present(
            {need.need_id: need for need in found},
            {offer.offer_id: offer for offer in given},
            await context_of(session, basis),
        )
        return present, await profile_of(session, basis)

    async def commit(self) -> None:
        """Store everything; a round that ended here is told of as one that ended by itself."""
        for each in self.rounds.touched:
            told = [Telling(ENDED, {"status": happened.status}) for happened in each.events]
            each.last_event += len(told)
            await self._session.flush()
            await write_events(self._session, each.id, told, first=each.last_event - len(told) + 1)
        await self._session.commit()

    async def _states(self, table: Any, key: Any, ids: Collection[UUID]) -> list[Any]:
        return list(await self._session.scalars(select(table.c.state).where(key.in_(ids)).order_by(key)))
