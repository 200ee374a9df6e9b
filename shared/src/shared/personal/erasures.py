"""The list of erasures: in each service's database, and for all of them on one topic; it names nobody.

An erasure that was taken in stands here before it is carried out, and is marked as applied only when nothing that was
being written meanwhile can bring back what it took out.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, MetaData, Table, Text, Uuid, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import Envelope
from shared.events.erasures import ErasedIdentifier, PersonErased
from shared.identifiers import new_id
from shared.messaging.outbox import restate
from shared.persistence.columns import MOMENT, required
from shared.personal.identifiers import Identifier

EVENT_TYPE = "org.accord.person.erased.v1"


class Reason(StrEnum):
    """Why somebody is erased; a code and no text, in which a person could be named."""

    REQUESTED = "requested"
    """The person asked for it."""
    ORDERED = "ordered"
    """An authority or a court ordered it."""
    UNLAWFUL = "unlawful"
    """The data should not have been stored."""
    OUTDATED = "outdated"
    """The data are no longer needed."""


@dataclass(frozen=True)
class Erasure:
    """One erasure; `reason` is known where it was ordered, `applied_at` once it was carried out in this database."""

    id: UUID
    at: datetime
    identifiers: tuple[Identifier, ...]
    reason: str | None = None
    applied_at: datetime | None = None

    @property
    def pseudonym(self) -> str:
        """Name what stands in place of an account's subject."""
        return f"erased:{self.id}"


def erasures_table(metadata: MetaData) -> Table:
    """Declare the list of erasures in a service's metadata."""
    table = Table(
        "erasures",
        metadata,
        Column("id", Uuid, primary_key=True),
        required("at", MOMENT),
        required("identifiers", JSONB),
        Column("reason_code", Text),
        Column("applied_at", MOMENT),
    )
    Index("erasures_to_be_applied", table.c.at, postgresql_where=table.c.applied_at.is_(None))
    return table


async def order(
    session: AsyncSession,
    table: Table,
    outbox: Table,
    identifiers: Sequence[Identifier],
    *,
    reason: Reason,
    source: str,
) -> Erasure:
    """Enter a new erasure in the session's transaction and tell all services of it; the caller commits."""
    at = (await session.execute(select(func.now()))).scalar_one()
    erasure = Erasure(new_id(), at, tuple(identifiers), reason)
    await note(session, table, erasure)
    await restate(session, outbox, _event(erasure, source))
    return erasure


async def note(session: AsyncSession, table: Table, erasure: Erasure) -> bool:
    """Enter an erasure that is to be applied; False when it is known here already."""
    entry = {
        "id": erasure.id,
        "at": erasure.at,
        "identifiers": [asdict(each) for each in erasure.identifiers],
        "reason_code": erasure.reason,
    }
    new = insert(table).values(entry).on_conflict_do_nothing()
    return (await session.execute(new.returning(table.c.id))).first() is not None


async def known(session: AsyncSession, table: Table) -> list[Erasure]:
    """Return every erasure known here, oldest first."""
    rows = await session.execute(select(table).order_by(table.c.at, table.c.id))
    return [_erasure(row) for row in rows.mappings()]


async def lock_pending(session: AsyncSession, table: Table, erasure_id: UUID | None = None) -> Erasure | None:
    """Return the oldest erasure that is still to be applied, or the one asked for, when no other process is at it."""
    query = select(table).where(table.c.applied_at.is_(None)).order_by(table.c.at, table.c.id).limit(1)
    if erasure_id is not None:
        query = query.where(table.c.id == erasure_id)
    row = (await session.execute(query.with_for_update())).mappings().first()
    return None if row is None else _erasure(row)


async def mark_applied(session: AsyncSession, table: Table, erasure: Erasure) -> None:
    """Write down that nothing is left of the person here."""
    await session.execute(update(table).where(table.c.id == erasure.id).values(applied_at=func.now()))


async def state_erasures_again(session: AsyncSession, table: Table, outbox: Table, source: str) -> int:
    """Have every erasure known here published once more, so that a broker that lost them has them all."""
    erasures = await known(session, table)
    for erasure in erasures:
        await restate(session, outbox, _event(erasure, source))
    return len(erasures)


def told_by(event: Envelope) -> Erasure | None:
    """Return the erasure that an event tells of, None for another event."""
    if not isinstance(event.data, PersonErased):
        return None
    identifiers = tuple(Identifier(each.kind, each.digest, each.words) for each in event.data.identifiers)
    return Erasure(UUID(event.subject), event.data.at, identifiers)


def _event(erasure: Erasure, source: str) -> Envelope:
    told = tuple(ErasedIdentifier.model_validate(asdict(each)) for each in erasure.identifiers)
    data = PersonErased(identifiers=told, at=erasure.at)
    return Envelope(new_id(), EVENT_TYPE, source, str(erasure.id), erasure.at, 1, data)


def _erasure(row: Any) -> Erasure:
    identifiers = tuple(Identifier(**each) for each in row["identifiers"])
    return Erasure(row["id"], row["at"], identifiers, row["reason_code"], row["applied_at"])
