"""Applying one record: claim, decode, handle, and the effects committed together, or nothing at all."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from shared.events.envelope import Envelope, UndecodableEvent, UnknownEventType, decode, event_id_of
from shared.messaging.bus import IncomingRecord
from shared.messaging.dead_letters import bury, exhume, mark_replayed
from shared.messaging.inbox import claim, give_back

Handler = Callable[[AsyncSession, Envelope], Awaitable[None]]
"""Applies one event inside the given session's transaction; never commits."""


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
    """Applies records through the inbox, each in its own transaction."""

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

    async def replay(self, letter: Mapping[str, Any]) -> Applied:
        """Apply a dead letter again: its claim is given back first, and it is marked when it took effect."""
        record = exhume(letter)
        event_id = event_id_of(record.headers)
        async with self._sessions() as session, session.begin():
            if event_id is not None:
                await give_back(session, self._tables.inbox, self.consumer, event_id)
        applied = await self.process(record)
        if applied is Applied.APPLIED:
            async with self._sessions() as session, session.begin():
                await mark_replayed(session, self._tables.dead_letters, letter["id"])
        return applied

    async def process(self, record: IncomingRecord, *, last_try: bool = False) -> Applied:
        """Apply the record once, whatever happens around it.

        A transient error is raised and leaves nothing behind, so that the record can be read again; on
        `last_try` any error but a lost database buries the record instead.
        """
        try:
            event = decode(record.headers, record.value)
        except UnknownEventType:
            return Applied.UNKNOWN
        except UndecodableEvent as error:
            return await self._bury(record, str(error))
        handler = self._handlers.get(event.type)
        if handler is None:
            return Applied.UNKNOWN
        return await self._apply(record, event, handler, last_try=last_try)

    async def _apply(self, record: IncomingRecord, event: Envelope, handler: Handler, *, last_try: bool) -> Applied:
        async with self._sessions() as session, session.begin():
            if not await claim(session, self._tables.inbox, self.consumer, event.id):
                return Applied.DUPLICATE
            try:
                async with session.begin_nested():
                    await handler(session, event)
            except Exception as error:
                if not (last_try or isinstance(error, ImpossibleEvent | DataError)):
                    raise
                await bury(session, self._tables.dead_letters, self.consumer, record, repr(error))
                return Applied.BURIED
        return Applied.APPLIED

    async def _bury(self, record: IncomingRecord, error: str) -> Applied:
        async with self._sessions() as session, session.begin():
            new = await bury(session, self._tables.dead_letters, self.consumer, record, error)
        return Applied.BURIED if new else Applied.DUPLICATE
