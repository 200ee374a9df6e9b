"""Rounds within a unit of work."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.changes import changed_since
from matcher.adapters.rounds.tables import rounds
from matcher.application.rounds.finding import unknown_round
from matcher.application.rounds.ports import ChangedRecord
from matcher.domain.round_life import Round
from matcher.domain.rounds.outcome import Outcome
from matcher.domain.rounds.outcome_document import outcome_from


class SqlRoundRepository:
    """Rounds in the session's transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.touched: list[Round] = []

    async def get(self, round_id: UUID) -> Round:
        """Return the round, its row locked; raise NotFound."""
        found = await self._session.get(Round, round_id, with_for_update=True)
        if found is None:
            raise unknown_round(round_id)
        self.touched.append(found)
        return found

    async def outcome_of(self, round_id: UUID) -> Outcome | None:
        """Return what the round came to; None unless it is done."""
        document = await self._session.scalar(select(rounds.c.outcome).where(rounds.c.id == round_id))
        return None if document is None else outcome_from(document)

    async def changed_since(self, round_id: UUID) -> Sequence[ChangedRecord]:
        """Return the round's needs and offers that have changed since it read them."""
        return await changed_since(self._session, round_id)

    def add(self, asked: Round) -> None:
        """Add a new round."""
        self._session.add(asked)
        self.touched.append(asked)
