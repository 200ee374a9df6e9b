"""Reading the public topic as somebody outside Accord does: each key's newest value, and nothing after a tombstone."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import decode
from shared.events.registry import PUBLIC_TOPIC
from shared.messaging.bus import IncomingRecord, OutgoingRecord
from shared.persistence.database import Database

Told = dict[str, int]
"""Key of each record that is told -> the version told."""


async def public_records(session: AsyncSession, outbox: Table, *, unsent: bool = False) -> list[OutgoingRecord]:
    """Return what the outbox has for the public topic, in order; `unsent` = what was not published yet."""
    query = select(outbox).where(outbox.c.topic == PUBLIC_TOPIC).order_by(outbox.c.position)
    rows = await session.execute(query.where(outbox.c.published_at.is_(None)) if unsent else query)
    return [
        OutgoingRecord(row.topic, row.key, row.payload, tuple((k, v.encode()) for k, v in row.headers.items()))
        for row in rows
    ]


async def told_by(database: Database, outbox: Table, *, unsent: bool = False, known: Told | None = None) -> Told:
    """Return what somebody knows who had read `known`, and then the outbox's records."""
    async with database.sessions() as session:
        return after_reading(await public_records(session, outbox, unsent=unsent), known or {})


def after_reading(records: Iterable[OutgoingRecord | IncomingRecord], known: Told) -> Told:
    """Return what is known after reading records; a state has to be readable, and a tombstone only has a key."""
    told = dict(known)
    for record in records:
        key = record.key if isinstance(record.key, str) else (record.key or b"").decode()
        if record.value is None:
            told.pop(key, None)
        else:
            state: Any = decode(record.headers, record.value)
            told[key] = state.version
    return told
