"""The history of a record: what happened at which version, when, by whom and why, with its whole content then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Integer, MetaData, PrimaryKeyConstraint, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence.columns import MOMENT, required


@dataclass(frozen=True)
class Change:
    """One entry of a record's history; `document` is the content at that version."""

    version: int
    happened: str
    at: datetime
    reason: str | None
    by_role: str
    document: dict[str, Any]


def history_table(metadata: MetaData, record: str, owner: Column[Any]) -> Table:
    """Declare `<record>_versions`, whose `<record>_id` (here `c.record_id`) names the owner's row."""
    return Table(
        f"{record}_versions",
        metadata,
        Column(f"{record}_id", Uuid, ForeignKey(owner), key="record_id", nullable=False),
        required("version", Integer),
        required("happened", Text),
        required("at", MOMENT),
        Column("reason", Text),
        required("by_subject", Text),
        required("by_role", Text),
        required("document", JSONB),
        PrimaryKeyConstraint("record_id", "version", "happened"),
    )


async def history_of(session: AsyncSession, history: Table, record_id: UUID) -> Sequence[Change]:
    """Return every change of a record, oldest first."""
    columns = (history.c[name] for name in ("version", "happened", "at", "reason", "by_role", "document"))
    query = select(*columns).where(history.c.record_id == record_id).order_by(history.c.version, history.c.at)
    rows = await session.execute(query)
    return [Change(**row) for row in rows.mappings()]
