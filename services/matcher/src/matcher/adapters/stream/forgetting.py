"""Forgetting what nobody reads any more: the stream's oldest numbers, from the first on."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.stream.tables import stream_events, stream_position
from matcher.adapters.stream.telling import TURN
from shared.messaging.leadership import wait_for_turn
from shared.service.background import Background, Periodic
from shared.service.definition import Foundation

KEPT: Final = timedelta(days=7)


async def forget_events(session: AsyncSession, kept: timedelta = KEPT) -> None:
    """Forget events older than this by the database's clock, and remember up to which number."""
    await wait_for_turn(session, TURN)
    old = select(func.max(stream_events.c.number)).where(stream_events.c.at < func.now() - kept)
    last: int | None = await session.scalar(old)
    if last is not None:
        await session.execute(delete(stream_events).where(stream_events.c.number <= last))
        await session.execute(update(stream_position).values(forgotten=last))


def forgetting(foundation: Foundation) -> Sequence[Background]:
    """Return the work that forgets."""

    async def forget(session: AsyncSession) -> None:
        await forget_events(session)

    return [Periodic("matcher.forget_stream", foundation.database.sessions, forget, every=3600)]
