"""What a service's routes are given: the unit of work, a session for reading, the clock, the memory of repeats."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar, cast

from fastapi import Depends, Request
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock
from shared.http.replays import Replays, SessionFactory
from shared.persistence.database import Database
from shared.service.definition import Foundation

UnitOfWorkT = TypeVar("UnitOfWorkT")

Opens = Callable[[SessionFactory], UnitOfWorkT]
"""A service's class of units of work: opened on sessions."""


@dataclass(frozen=True)
class Parts(Generic[UnitOfWorkT]):
    """What `main` wired for the routes."""

    database: Database
    clock: Clock
    replays: Replays
    opens: Opens[UnitOfWorkT]

    @classmethod
    def on(cls, foundation: Foundation, opens: Opens[UnitOfWorkT], idempotency_keys: Table) -> "Parts[UnitOfWorkT]":
        """Return the parts of a process that stands on this foundation."""
        replays = Replays(foundation.database.sessions, idempotency_keys)
        return cls(foundation.database, foundation.clock, replays, opens)

    def unit_of_work(self, sessions: SessionFactory | None = None) -> UnitOfWorkT:
        """Open a unit of work."""
        return self.opens(sessions or self.database.sessions)


async def parts_of(request: Request) -> Parts[Any]:
    """Return what `main` put into the application's state."""
    return cast("Parts[Any]", request.app.state.parts)


async def reading_session(parts: Annotated[Parts[Any], Depends(parts_of)]) -> AsyncGenerator[AsyncSession]:
    """Open a session that only reads."""
    async with parts.database.sessions() as session:
        yield session


ReadingSession = Annotated[AsyncSession, Depends(reading_session)]
"""A route parameter of this type is a session for queries."""
