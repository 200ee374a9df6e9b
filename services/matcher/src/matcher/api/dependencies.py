"""What the routes are given: a session for reading, the process's engine, the reader's language."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.engine_in_memory import EngineInMemory
from shared.clock import Clock
from shared.http.languages import preferred_language
from shared.http.replays import Replays
from shared.identity.dependencies import CurrentActor
from shared.persistence.database import Database


@dataclass(frozen=True)
class Parts:
    """What `main` wired for the routes."""

    database: Database
    clock: Clock
    replays: Replays
    engine: EngineInMemory = field(default_factory=EngineInMemory)


def parts_of(request: Request) -> Parts:
    """Return what `main` put into the application's state."""
    return cast("Parts", request.app.state.parts)


async def reading_session(parts: Annotated[Parts, Depends(parts_of)]) -> AsyncGenerator[AsyncSession]:
    """Open a session that only reads."""
    async with parts.database.sessions() as session:
        yield session


def reader_language(accept_language: Annotated[str | None, Header()] = None) -> str:
    """Return the UN language that the reader prefers, English where none is named."""
    return preferred_language(accept_language)


@dataclass(frozen=True)
class Reader:
    """Who reads, in which language, through which session."""

    actor: CurrentActor
    language: Annotated[str, Depends(reader_language)]
    session: Annotated[AsyncSession, Depends(reading_session)]


Reading = Annotated[Reader, Depends()]
Wired = Annotated[Parts, Depends(parts_of)]
ReadingSession = Annotated[AsyncSession, Depends(reading_session)]
