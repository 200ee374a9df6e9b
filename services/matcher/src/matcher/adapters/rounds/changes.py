"""Whether a round is stale: which of its needs and offers are at another version than when it read them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.tables import round_records
from matcher.adapters.tables import needs, offers
from matcher.application.rounds.ports import ChangedRecord


async def changed_since(session: AsyncSession, round_id: UUID) -> Sequence[ChangedRecord]:
    """Return the round's needs and offers that have changed since, needs first, each kind by id."""
    both = union_all(_changed(needs, "need", round_id), _changed(offers, "offer", round_id)).subquery()
    rows = await session.execute(select(both).order_by(both.c.kind, both.c.id))
    return [ChangedRecord(**row) for row in rows.mappings()]


def _changed(table: Any, kind: str, round_id: UUID) -> Select[*tuple[Any, ...]]:
    key = table.c[f"{kind}_id"]
    seen = round_records.c
    now = (
        literal(kind).label("kind"),
        key.label("id"),
        table.c.external_id,
        table.c.title,
        seen.version.label("version_then"),
        table.c.version.label("version_now"),
        table.c.status.label("status_now"),
    )
    is_seen = and_(seen.record_id == key, seen.kind == kind)
    query = select(*now).select_from(round_records.join(table, is_seen))
    return query.where(seen.round_id == round_id, seen.version != table.c.version)
