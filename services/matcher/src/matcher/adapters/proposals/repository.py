"""Proposals within a unit of work."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.tables import proposals
from matcher.domain.proposals.proposal import Proposal
from shared.messaging.leadership import wait_for_turn


class SqlProposalRepository:
    """Proposals in the session's transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def standing(self, needs: Collection[UUID], offers: Collection[UUID]) -> Sequence[Proposal]:
        """Return the proposals that concern any of these, oldest first; the first call takes the lock on proposing."""
        await wait_for_turn(self._session, "accord.proposing")
        concerned = or_(proposals.c.need_id.in_(needs), proposals.c.offer_id.in_(offers))
        query: Any = select(Proposal).where(concerned, proposals.c.status == "proposed").order_by(proposals.c.id)
        return (await self._session.scalars(query)).all()

    def add(self, proposal: Proposal) -> None:
        """Add a new proposal."""
        self._session.add(proposal)
