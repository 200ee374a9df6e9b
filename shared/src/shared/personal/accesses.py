"""Writing down who is shown a contact, before it is shown, and reading that again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.identifiers import new_id
from shared.identity.actor import Actor
from shared.personal.access_tables import AccessTables


@dataclass(frozen=True)
class ContactAccess:
    """One contact shown once: to which role, working for whom or for which regions, through which operation."""

    number: int
    at: datetime
    by_role: str
    organisation: str | None
    regions: tuple[str, ...]
    through: str


async def note_accesses(
    session: AsyncSession, tables: AccessTables, reader: Actor, records: Sequence[UUID], through: str
) -> None:
    """Commit one row for each record whose contact this reader is about to be shown.

    Unavailable where that cannot be written, for whatever reason: then nothing may be shown.
    """
    if not records:
        return
    try:
        pseudonym = await _pseudonym_of(session, tables.readers, reader.subject)
        told = {
            "reader": pseudonym,
            "by_role": reader.role.value,
            "organisation": reader.organisation,
            "regions": tuple(sorted(reader.regions)),
            "through": through,
        }
        await session.execute(insert(tables.accesses), [told | {"record_id": record} for record in records])
        await session.commit()
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable("Who reads a contact is written down first, and that cannot be done just now.") from error


async def accesses_of(
    session: AsyncSession, table: Table, record_id: UUID, *, before: int | None, limit: int
) -> Sequence[ContactAccess]:
    """Return up to `limit` accesses to a record's contact, the newest first, from before the number given."""
    columns = (table.c.number, table.c.at, table.c.by_role, table.c.organisation, table.c.regions, table.c.through)
    query = select(*columns).where(table.c.record_id == record_id)
    if before is not None:
        query = query.where(table.c.number < before)
    rows = await session.execute(query.order_by(table.c.number.desc()).limit(limit))
    return [ContactAccess(**row) for row in rows.mappings()]


async def _pseudonym_of(session: AsyncSession, readers: Table, subject: str) -> UUID:
    known = select(readers.c.pseudonym).where(readers.c.subject == subject)
    found = await session.scalar(known)
    if found is None:
        await session.execute(upsert(readers).values(pseudonym=new_id(), subject=subject).on_conflict_do_nothing())
        found = (await session.execute(known)).scalar_one()
    return found
