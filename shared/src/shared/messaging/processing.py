"""Applying one record: claim, decode, handle, and the effects committed together, or nothing at all."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Table, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from shared.events.envelope import Envelope, UndecodableEvent, UnknownEventType, decode
from shared.messaging.bus import IncomingRecord
from shared.messaging.dead_letters import bury, exhume, is_buried, letter_of, mark_replayed
from shared.messaging.faults import is_database_away, is_unstorable
from shared.messaging.inbox import claim
from shared.messaging.tracing import applying

Handler = Callable[[AsyncSession, Envelope], Awaitable[None]]
"""Applies one event inside the given session's transaction; never commits."""

ANSWER_SECONDS = 5.0
"""How long a database that is there may take to answer."""


class Applied(StrEnum):
    """What became of one record."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"
    BURIED = "buried"


class ImpossibleEvent(Exception):
    """A handler's word that the event can never be applied: it is buried at once."""


@dataclass(frozen=True)
class InboxTables:
    """The two tables that every consumer needs in its database."""

    inbox: Table
    dead_letters: Table


class EventProcessor:
    """Applies records through the inbox, each in its own transaction.

    An event is claimed if and only if its effects are committed: what is buried stays unclaimed, so that either a
    replay or a redelivery can apply it later, and never both.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        tables: InboxTables,
        handlers: Mapping[str, Handler],
        *,
        consumer: str,
    ) -> None:
        self._sessions = sessions
        self._tables = tables
        self._handlers = handlers
        self.consumer = consumer

    @property
    def letters(self) -> Table:
        """The table in which this consumer's dead letters lie."""
        return self._tables.dead_letters

    async def process(self, record: IncomingRecord, *, last_try: bool = False) -> Applied:
        """Apply the record once, whatever happens around it.

        A transient error is raised and leaves nothing behind, so that the record can be read again; on
        `last_try` any error but a lost database buries the record instead.
        """
        with applying(record, self.consumer) as span:
            applied = await self._process(record, last_try=last_try)
            span.set_attribute("accord.applied", applied.value)
        return applied

    async def _process(self, record: IncomingRecord, *, last_try: bool) -> Applied:
        try:
            event = decode(record.headers, record.value)
        except UnknownEventType:
            return Applied.UNKNOWN
        except UndecodableEvent as error:
            return await self._bury(record, str(error))
        if event.type not in self._handlers:
            return Applied.UNKNOWN
        try:
            return await self._apply(event)
        except Exception as error:
            if is_database_away(error):
                raise
            if last_try or isinstance(error, ImpossibleEvent) or is_unstorable(error) or await self._is_buried(record):
                return await self._bury(record, repr(error))
            raise

    async def reaches_database(self) -> bool:
        """Answer whether the database does, within seconds."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._sessions() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True

    async def replay(self, letter_id: int) -> Applied:
        """Apply a dead letter and mark it as replayed, in one transaction; an error leaves both undone.

        Raises NotFound when this consumer has no such letter, and UndecodableEvent while it still cannot be read.
        A letter that took effect meanwhile, by another replay or by redelivery, is a duplicate.
        """
        async with self._sessions() as session, session.begin():
            letter = await letter_of(session, self._tables.dead_letters, self.consumer, letter_id)
            if letter["replayed_at"] is not None:
                return Applied.DUPLICATE
            record = exhume(letter)
            event = _decoded(record)
            if event is None or event.type not in self._handlers:
                return Applied.UNKNOWN
            with applying(record, self.consumer):
                new = await self._claim_and_handle(session, event)
            await mark_replayed(session, self._tables.dead_letters, letter_id)
        return Applied.APPLIED if new else Applied.DUPLICATE

    async def _apply(self, event: Envelope) -> Applied:
        async with self._sessions() as session, session.begin():
            new = await self._claim_and_handle(session, event)
        return Applied.APPLIED if new else Applied.DUPLICATE

    async def _claim_and_handle(self, session: AsyncSession, event: Envelope) -> bool:
        if not await claim(session, self._tables.inbox, self.consumer, event.id):
            return False
        await self._handlers[event.type](session, event)
        return True

    async def _is_buried(self, record: IncomingRecord) -> bool:
        async with self._sessions() as session:
            return await is_buried(session, self._tables.dead_letters, self.consumer, record)

    async def _bury(self, record: IncomingRecord, error: str) -> Applied:
        async with self._sessions() as session, session.begin():
            new = await bury(session, self._tables.dead_letters, self.consumer, record, error)
        return Applied.BURIED if new else Applied.DUPLICATE


def _decoded(record: IncomingRecord) -> Envelope | None:
    try:
        return decode(record.headers, record.value)
    except UnknownEventType:
        return None
