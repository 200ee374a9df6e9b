"""A service that keeps notes, each of a subject unique: the smallest thing that a POST can create in a database."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel
from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import registry

from shared.errors import Conflict
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse, idempotency_table
from shared.http.replays import Replays, SessionFactory
from shared.identifiers import new_id
from tests.support.moving_clock import MovingClock


@dataclass(eq=False)
class Note:
    """What is created."""

    text: str
    id: UUID = field(default_factory=new_id)
    version: int = 0


class NoteText(BaseModel):
    """A note as it is sent and answered."""

    text: str


metadata = MetaData()
notes = Table(
    "notes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
)
keys = idempotency_table(metadata)
registry(metadata=metadata).map_imperatively(Note, notes, version_id_col=notes.c.version)


class NoteWork:
    """A unit of work over one session, which it opens itself."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    async def __aenter__(self) -> Self:
        self.session = self._sessions()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def add(self, note: Note) -> None:
        try:
            async with self.session.begin_nested():
                self.session.add(note)
        except IntegrityError as error:
            raise Conflict("There is a note of this text already.", code="note-exists") from error


async def write_note(text: str, *, uow: NoteWork, pause: Callable[[], Awaitable[None]]) -> Note:
    """The use case: `pause` is where a test holds it up."""
    async with uow:
        await pause()
        note = Note(text)
        await uow.add(note)
        await pause()
        await uow.session.commit()
    return note


def show(note: Note) -> StoredResponse:
    """The answer to a creation."""
    return StoredResponse.created(NoteText(text=note.text), location=f"/notes/{note.id}", version=note.version)


@dataclass
class NoteService:
    """The routes and what they need, with the means to hold up a use case."""

    sessions: async_sessionmaker[AsyncSession]
    clock: MovingClock = field(default_factory=MovingClock)
    wait_ms: int = 2000
    pause: Callable[[], Awaitable[None]] = field(default=lambda: asyncio.sleep(0))

    def router(self) -> APIRouter:
        """The one route: POST /notes, for the subject in a header."""
        router = APIRouter()
        replays = Replays(self.sessions, keys, wait_ms=self.wait_ms)

        @router.post("/notes", status_code=201, response_model=NoteText)
        async def post_note(
            body: NoteText, idempotency: IdempotencyHeader, subject: Annotated[str, Header()] = "fatou"
        ) -> Response:
            async def create(sessions: SessionFactory) -> Note:
                return await write_note(body.text, uow=NoteWork(sessions), pause=self.pause)

            return await replays.once(idempotency.by(subject), Note, create, show)

        return router

    async def counts(self) -> tuple[int, int]:
        """How many notes and how many keys there are."""
        async with self.sessions() as session:
            found = await session.execute(
                select(
                    select(func.count()).select_from(notes).scalar_subquery(),
                    select(func.count()).select_from(keys).scalar_subquery(),
                )
            )
            of_notes, of_keys = found.one()
            return of_notes, of_keys


@asynccontextmanager
async def note_service(database_url: str) -> AsyncGenerator[NoteService]:
    """Open the service on an empty database."""
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    try:
        yield NoteService(async_sessionmaker(engine, expire_on_commit=False))
    finally:
        await engine.dispose()
