"""Emptying everything that the topics can fill again: projections, candidates, and the claims of events."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.projections import lock_matching
from matcher.adapters.tables import candidates, inbox, needs, offers


async def empty_projections(session: AsyncSession, consumer: str) -> None:
    """Forget all needs, offers and candidates, and that the consumer ever took in an event; dead letters stay."""
    await lock_matching(session)
    for table in (candidates, needs, offers):
        await session.execute(delete(table))
    await session.execute(delete(inbox).where(inbox.c.consumer == consumer))
