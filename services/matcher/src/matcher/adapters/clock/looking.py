"""One look of the clock: whoever is due is reminded of or ended, each match in a transaction of its own."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, Literal

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.clock.due import DueMatch, database_now, due_matches, is_free
from matcher.adapters.matches.unit_of_work import MatchesUnitOfWork
from matcher.application.matches.run_clock import RunClock, run_clock
from matcher.domain.matches.clocks import StagePeriods

log = structlog.get_logger(__name__)

Outcome = Literal["reminded", "expired", "left", "failed"]
"""What became of a match that was due; `left` = somebody else had it, or had moved it on."""

MATCHES_A_LOOK: Final = 200
"""How many are seen to before the next look, so that a process that is asked to stop does so soon."""


class MatchClock:
    """Sees to the matches that are due by the database's time, those longest overdue first.

    Each is found without a lock, taken with one, looked at again and committed by itself with its history, events and
    decisions: a process that dies leaves the others for the next look and nothing half done. One that fails is logged
    and passed over, so that it does not stop the clock of the others.
    """

    def __init__(
        self,
        sessions: Callable[[], AsyncSession],
        periods: StagePeriods,
        *,
        now: Callable[[AsyncSession], Awaitable[datetime]] = database_now,
        most: int = MATCHES_A_LOOK,
    ) -> None:
        self._sessions = sessions
        self._periods = periods
        self._now = now
        self._most = most
        self._after: DueMatch | None = None

    async def look(self, session: AsyncSession) -> Counter[Outcome]:
        """See to the next of those that are due, going on where the last look ended; return what became of them."""
        now = await self._now(session)
        found = await due_matches(session, now, self._periods, after=self._after, limit=self._most)
        self._after = found[-1] if len(found) == self._most else None
        outcomes = Counter[Outcome]([await self._see_to(due, now) for due in found])
        if found:
            log.info("matches_looked_at_by_the_clock", **outcomes)
        return outcomes

    async def _see_to(self, due: DueMatch, now: datetime) -> Outcome:
        try:
            return await self._move(due, now)
        except Exception as error:
            if isinstance(error, OSError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
                raise  # the database is away: for all of them, until the next look
            log.exception("match_failed_by_the_clock", match_id=str(due.id))
            return "failed"

    async def _move(self, due: DueMatch, now: datetime) -> Outcome:
        async with self._sessions() as session:
            if not await is_free(session, due):
                return "left"
            uow = MatchesUnitOfWork.within(session, self._periods)
            moved = await run_clock(RunClock(due.id), uow=uow, clock=lambda: now)
            await session.commit()
        if moved is None:
            return "left"
        return "expired" if moved.status == "expired" else "reminded"
