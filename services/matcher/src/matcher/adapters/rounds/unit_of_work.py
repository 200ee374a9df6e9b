"""The unit of work of rounds: they, and what is told of them, commit together."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.events import ENDED, Telling, write_events
from matcher.adapters.rounds.repository import SqlRoundRepository


class RoundsUnitOfWork:
    """Opens a session on entering; rolls back on leaving unless committed."""

    rounds: SqlRoundRepository

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self._sessions = sessions

    async def __aenter__(self) -> Self:
        self._session = self._sessions()
        self.rounds = SqlRoundRepository(self._session)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def commit(self) -> None:
        """Store everything; a round that ended here is told of as one that ended by itself."""
        for each in self.rounds.touched:
            told = [Telling(ENDED, {"status": happened.status}) for happened in each.events]
            each.last_event += len(told)
            await self._session.flush()
            await write_events(self._session, each.id, told, first=each.last_event - len(told) + 1)
        await self._session.commit()
