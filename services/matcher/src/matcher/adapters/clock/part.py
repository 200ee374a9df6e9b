"""The part of the matcher's worker that keeps the deadlines of matches."""

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.clock.looking import MatchClock
from matcher.settings import clock_seconds, stage_periods
from shared.service.background import Background, Periodic
from shared.service.definition import Foundation


def clock_work(foundation: Foundation) -> Background:
    """Return what looks for due matches at intervals, in one of all replicas at a time."""
    sessions = foundation.database.sessions
    clock = MatchClock(sessions, stage_periods(foundation.settings))

    async def look(session: AsyncSession) -> None:
        await clock.look(session)

    return Periodic("matcher.clock", sessions, look, every=clock_seconds(foundation.settings))
