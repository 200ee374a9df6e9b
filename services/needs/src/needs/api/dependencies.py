"""What the routes are given: the unit of work, a session for reading, the clock, the memory of repeated requests."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request
from shared.clock import Clock
from shared.http.replays import Replays, SessionFactory
from shared.messaging.relay import Relay
from shared.persistence.database import Database
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.unit_of_work import NeedsUnitOfWork


@dataclass(frozen=True)
class Parts:
    """What `main` wired for the routes; `relay` is there when one lives in this process."""

    database: Database
    clock: Clock
    replays: Replays
    relay: Relay | None = None

    def unit_of_work(self, sessions: SessionFactory | None = None) -> NeedsUnitOfWork:
        """Open a unit of work; its commit wakes the relay of this process."""
        wake = self.relay.wake if self.relay else lambda: None
        return NeedsUnitOfWork(sessions or self.database.sessions, wake)


def parts_of(request: Request) -> Parts:
    """Return what `main` put into the application's state."""
    return cast("Parts", request.app.state.parts)


async def reading_session(parts: Annotated[Parts, Depends(parts_of)]) -> AsyncGenerator[AsyncSession]:
    """Open a session that only reads."""
    async with parts.database.sessions() as session:
        yield session


Wired = Annotated[Parts, Depends(parts_of)]
ReadingSession = Annotated[AsyncSession, Depends(reading_session)]
