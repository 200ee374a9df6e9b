"""Telling anybody: what is public of a record goes to the public topic, and is taken back there when it no longer is.

Whether a record was public before is known from its history, which keeps the content of every version.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import Envelope, Tombstone
from shared.events.model import EventModel
from shared.identifiers import new_id
from shared.messaging.outbox import append, restate


class Publishable(Protocol):
    """A versioned record that may be known to others since `opened_at`."""

    version: int
    updated_at: datetime

    @property
    def opened_at(self) -> datetime | None:
        """Tell since when others may know of it; None before that."""
        ...

    @property
    def id(self) -> UUID:
        """Name the record."""
        ...


RecordT = TypeVar("RecordT", bound=Publishable)


@dataclass(frozen=True)
class Publicity(Generic[RecordT]):
    """How the records of one service are told to readers outside Accord.

    `published` and `unpublished` are the event types; `state_of` returns what anybody may read of the record, None
    where that is nothing; `ends_in_public` answers whether it stays public, as closed, once it has ended.

    What leaves here carries no id of a request or a trace: those belong to whoever asked.
    """

    source: str
    history: Table
    outbox: Table
    published: str
    unpublished: str
    state_of: Callable[[RecordT], EventModel | None]
    ends_in_public: Callable[[RecordT], bool]

    async def follow(self, session: AsyncSession, record: RecordT) -> None:
        """Publish the version that is about to be committed, or take back the one before; its history is written."""
        state = self.state_of(record)
        if state is not None:
            await append(session, self.outbox, self._statement(record, state))
            return
        ending = await self._ending(session, record, since=record.version - 1)
        if ending is not None:
            await append(session, self.outbox, ending)

    async def state_again(self, session: AsyncSession, record: RecordT) -> None:
        """Publish the present version once more, or take back what was ever public; the caller holds its row lock."""
        state = self.state_of(record)
        again = await self._ending(session, record) if state is None else self._statement(record, state)
        if again is not None:
            await restate(session, self.outbox, again)

    def _statement(self, record: RecordT, state: EventModel) -> Envelope:
        return Envelope(
            id=new_id(),
            type=self.published,
            source=self.source,
            subject=str(record.id),
            time=record.updated_at,
            version=record.version,
            data=state,
        )

    async def _ending(self, session: AsyncSession, record: RecordT, since: int = 0) -> Tombstone | None:
        """Return the end of the record's publicity, if a version from `since` on was public; it is not any more.

        It says when that was, and nothing of what happened later.
        """
        if record.opened_at is None:
            return None
        of_record = self.history.c.record_id == record.id
        was_public = and_(of_record, self.history.c.version >= since, self._public(record))
        last = select(func.max(self.history.c.version)).where(was_public).scalar_subquery()
        after = select(self.history.c.version, self.history.c.at).where(of_record, self.history.c.version > last)
        first = after.order_by(self.history.c.version, self.history.c.at).limit(1)
        ended = (await session.execute(first)).one_or_none()
        return None if ended is None else self._tombstone(record, ended.version, ended.at)

    def _public(self, record: RecordT) -> ColumnElement[bool]:
        """Whether an earlier version of an opened record was public: drafts never were, and an end is for ever."""
        document: Any = self.history.c.document
        status = document["status"].astext
        hidden = ("draft",) if self.ends_in_public(record) else ("draft", "closed")
        return and_(document["visibility"].astext == "public", status.not_in(hidden))

    def _tombstone(self, record: RecordT, version: int, at: datetime) -> Tombstone:
        return Tombstone(
            id=new_id(), type=self.unpublished, source=self.source, subject=str(record.id), time=at, version=version
        )
