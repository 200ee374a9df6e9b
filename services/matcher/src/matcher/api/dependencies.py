"""What the routes are given: a session for reading, the process's engine, the reader's language."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matches.unit_of_work import MatchesUnitOfWork
from matcher.adapters.stream.watching import StreamWatch
from matcher.domain.matches.clocks import StagePeriods
from shared.clock import Clock
from shared.http.languages import preferred_language
from shared.http.replays import Replays, SessionFactory
from shared.identity.actor import Actor
from shared.identity.dependencies import CurrentActor
from shared.persistence.database import Database


@dataclass(frozen=True)
class Parts:
    """What `main` wired for the routes."""

    database: Database
    clock: Clock
    replays: Replays
    engine: EngineInMemory = field(default_factory=EngineInMemory)
    stream: StreamWatch = field(default_factory=StreamWatch)
    periods: StagePeriods = field(default_factory=StagePeriods)

    def matches(self, sessions: SessionFactory | None = None) -> MatchesUnitOfWork:
        """Open a unit of work over matches."""
        return MatchesUnitOfWork(sessions or self.database.sessions, self.periods)


async def parts_of(request: Request) -> Parts:
    """Return what `main` put into the application's state."""
    return cast("Parts", request.app.state.parts)


async def reading_session(parts: Annotated[Parts, Depends(parts_of)]) -> AsyncGenerator[AsyncSession]:
    """Open a session that only reads."""
    async with parts.database.sessions() as session:
        yield session


async def reader_language(accept_language: Annotated[str | None, Header()] = None) -> str:
    """Return the UN language that the reader prefers, English where none is named."""
    return preferred_language(accept_language)


@dataclass(frozen=True)
class Reader:
    """Who reads, in which language, through which session."""

    actor: Actor
    language: str
    session: AsyncSession


async def reader_of(
    actor: CurrentActor,
    language: Annotated[str, Depends(reader_language)],
    session: Annotated[AsyncSession, Depends(reading_session)],
) -> Reader:
    """Return who reads; a class would be called in a thread of its own."""
    return Reader(actor, language, session)


Reading = Annotated[Reader, Depends(reader_of)]
Wired = Annotated[Parts, Depends(parts_of)]
ReadingSession = Annotated[AsyncSession, Depends(reading_session)]
