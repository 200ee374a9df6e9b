"""Which of many counterparts an actor may know of as candidates: the rule of the stored list, asked by id."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, cast, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.tables import needs, offers
from matcher.adapters.visibility import may_see_match
from shared.identity.actor import Actor

Row = dict[str, Any]


async def seen_offers(session: AsyncSession, need_id: UUID, ids: Sequence[UUID], actor: Actor) -> dict[UUID, Row]:
    """Return id -> row of those offers that the actor may know of as candidates of the need."""
    query = select(offers).join(needs, true()).where(needs.c.need_id == need_id, _one_of(offers.c.offer_id, ids))
    rows = await session.execute(query.where(may_see_match(actor)))
    return {row["offer_id"]: dict(row) for row in rows.mappings()}


async def seen_needs(session: AsyncSession, offer_id: UUID, ids: Sequence[UUID], actor: Actor) -> dict[UUID, Row]:
    """Return id -> row of those needs that the actor may know of as candidates of the offer."""
    query = select(needs).join(offers, true()).where(offers.c.offer_id == offer_id, _one_of(needs.c.need_id, ids))
    rows = await session.execute(query.where(may_see_match(actor)))
    return {row["need_id"]: dict(row) for row in rows.mappings()}


def _one_of(column: ColumnElement[UUID], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Compare with one array, for a statement takes 32,767 single values at most."""
    return column == any_(cast(list(ids), ARRAY(Uuid)))
