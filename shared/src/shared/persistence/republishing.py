"""Stating every opened record again, so that an empty broker or a new consumer has them all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence.chronicle import Chronicle, RecordT
from shared.persistence.database import Database

BATCH = 100
"""How many records are locked at once."""


async def republish_opened(database: Database, kind: type[RecordT], table: Table, chronicle: Chronicle[RecordT]) -> int:
    """State each record that was ever opened, batch by batch under row locks, and return how many."""
    return await _republish(database, kind, table, chronicle, table.c.opened_at.is_not(None))


async def republish_all(database: Database, kind: type[RecordT], table: Table, chronicle: Chronicle[RecordT]) -> int:
    """State each record there is, of a kind that travels from its beginning, as `republish_opened` does."""
    return await _republish(database, kind, table, chronicle, true())


async def restate_opened(
    session: AsyncSession, kind: type[RecordT], table: Table, chronicle: Chronicle[RecordT], ids: Sequence[UUID]
) -> None:
    """State those of these records that were ever opened as they now stand, under row locks; the caller commits."""
    query: Any = select(kind).where(table.c.id.in_(ids), table.c.opened_at.is_not(None)).order_by(table.c.id)
    again = query.with_for_update().execution_options(populate_existing=True)
    for record in (await session.scalars(again)).all():
        await chronicle.state_again(session, record)


async def _republish(
    database: Database, kind: type[RecordT], table: Table, chronicle: Chronicle[RecordT], which: ColumnElement[bool]
) -> int:
    count, after = 0, None
    while True:
        query: Any = select(kind).where(which).order_by(table.c.id).limit(BATCH)
        if after is not None:
            query = query.where(table.c.id > after)
        async with database.sessions() as session, session.begin():
            batch = (await session.scalars(query.with_for_update())).all()
            for record in batch:
                await chronicle.state_again(session, record)
        if not batch:
            return count
        count, after = count + len(batch), batch[-1].id
