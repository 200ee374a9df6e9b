"""Forgetting what is no longer needed: contacts of records that have ended, and who read contacts long ago."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, delete, exists, func, literal_column, null, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.personal.access_tables import AccessTables
from shared.personal.scanning import stored

RECORDS_AT_ONCE: Final = 200
ACCESSES_AT_ONCE: Final = 10_000
_READ_FOR_LONG: Final = timedelta(days=1)
"""A reader younger than this may be about to get its first access."""

_NO_CONTACT: Final[ColumnElement[Any]] = literal_column("""'{"contact": null}'::jsonb""")
_FORGET: Final = text("SELECT forget_contact_accesses(now() - CAST(:kept_for AS interval), :at_most)")


async def forget_contacts(session: AsyncSession, records: Table, history: Table, kept_for: timedelta) -> int:
    """Remove a batch of closed records' contacts, from their former contents too, and return of how many records.

    A record counts from its last change on: as long as help is delivered for it somebody may have to be asked.
    Records that somebody is changing now are left to the next round.
    """
    raw = stored(records)
    entry = history.alias()
    told = exists().where(entry.c.record_id == raw.c.id, entry.c.document["contact"].astext.is_not(None))
    ended = (raw.c.status == "closed", raw.c.updated_at < func.now() - kept_for)
    due = select(raw.c.id).where(*ended, or_(raw.c.contact.is_not(None), told)).order_by(raw.c.id)
    ids = (await session.scalars(due.limit(RECORDS_AT_ONCE).with_for_update(skip_locked=True, of=raw))).all()
    if ids:
        await session.execute(update(raw).where(raw.c.id.in_(ids)).values(contact=null()))
        without = history.c.document.op("||")(_NO_CONTACT)
        await session.execute(update(history).where(history.c.record_id.in_(ids)).values(document=without))
    return len(ids)


async def forget_accesses(session: AsyncSession, tables: AccessTables, kept_for: timedelta) -> int:
    """Remove a batch of old accesses, then readers who have none left, and return how many accesses went.

    The owner's function does it, for the service itself may remove none.
    """
    gone = (await session.execute(_FORGET, {"kept_for": kept_for, "at_most": ACCESSES_AT_ONCE})).scalar_one()
    readers, accesses = tables.readers, tables.accesses
    reads = exists().where(accesses.c.reader == readers.c.pseudonym)
    await session.execute(delete(readers).where(readers.c.since < func.now() - _READ_FOR_LONG, ~reads))
    return int(gone)
