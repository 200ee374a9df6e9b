"""Reading rounds and the records of their plans, each reader's own only. Nothing here writes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, any_, cast, false, select, true
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.tables import rounds
from matcher.adapters.tables import needs, offers
from matcher.application.rounds.finding import unknown_round
from matcher.application.rounds.rights import states_coordinated
from shared.identity.actor import Actor

Row = dict[str, Any]
"""A row by column name."""

SUMMARY = tuple(column for column in rounds.columns if column.name != "outcome")
"""All of a round but what it came to, which may be long."""

OF_NEED = (
    needs.c.need_id,
    needs.c.external_id,
    needs.c.title,
    needs.c.states,
    needs.c["group"],
    needs.c.historic_example,
    needs.c.state["components"].label("components"),
)
OF_OFFER = (
    offers.c.offer_id,
    offers.c.external_id,
    offers.c.title,
    offers.c.organisation,
    offers.c.donor_name,
    offers.c.historic_example,
    offers.c.state["lines"].label("lines"),
)


def may_see_round(actor: Actor, today: date) -> ColumnElement[bool]:
    """Return the condition that the actor may know of a round: a coordinator, a regional one within its regions."""
    if not actor.is_coordinator:
        return false()
    mine = states_coordinated(actor, today)
    if mine is None:
        return true()
    return rounds.c.scope_states.contained_by(cast(array(sorted(mine)), ARRAY(Text)))


async def list_rounds(
    session: AsyncSession, actor: Actor, today: date, *, before: UUID | None, limit: int
) -> Sequence[Row]:
    """Return the rounds that the actor may know of, latest first."""
    query = select(*SUMMARY).where(may_see_round(actor, today))
    if before is not None:
        query = query.where(rounds.c.id < before)
    rows = await session.execute(query.order_by(rounds.c.id.desc()).limit(limit))
    return [dict(row) for row in rows.mappings()]


async def find_round(session: AsyncSession, round_id: UUID, actor: Actor, today: date) -> Row:
    """Return the round with what it came to; raise NotFound where the actor may not know of it."""
    return await _found(session, round_id, select(rounds).where(rounds.c.id == round_id, may_see_round(actor, today)))


async def round_status(session: AsyncSession, round_id: UUID, actor: Actor, today: date) -> Row:
    """Return the round without what it came to; raise NotFound where the actor may not know of it."""
    query = select(*SUMMARY).where(rounds.c.id == round_id, may_see_round(actor, today))
    return await _found(session, round_id, query)


async def records_of(
    session: AsyncSession, need_ids: Collection[UUID], offer_ids: Collection[UUID]
) -> tuple[Mapping[UUID, Row], Mapping[UUID, Row]]:
    """Return needs and offers by id, each with what a list shows of it and its components or lines."""
    found_needs = await session.execute(select(*OF_NEED).where(needs.c.need_id == any_(_ids(need_ids))))
    found_offers = await session.execute(select(*OF_OFFER).where(offers.c.offer_id == any_(_ids(offer_ids))))
    return (
        {row["need_id"]: dict(row) for row in found_needs.mappings()},
        {row["offer_id"]: dict(row) for row in found_offers.mappings()},
    )


def _ids(ids: Collection[UUID]) -> Any:
    return cast(list(ids), ARRAY(needs.c.need_id.type))


async def _found(session: AsyncSession, round_id: UUID, query: Any) -> Row:
    row = (await session.execute(query)).mappings().one_or_none()
    if row is None:
        raise unknown_round(round_id)
    return dict(row)
