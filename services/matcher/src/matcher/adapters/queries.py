"""Reading what was found: candidates of either side. Nothing here writes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, any_, cast, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.record_filters import Conditions
from matcher.adapters.tables import candidates, needs, offers
from matcher.adapters.visibility import may_see_match, may_see_need, may_see_offer, owns_offer, speaks_for_need
from shared.errors import Forbidden, NotFound
from shared.identity.actor import Actor

FOUND = (
    candidates.c.score,
    candidates.c.need_id,
    candidates.c.offer_id,
    candidates.c.need_version,
    candidates.c.offer_version,
    candidates.c.profile_digest,
    candidates.c.lead_component_id,
    candidates.c.lead_line_id,
    candidates.c.explanation,
    candidates.c.pairs,
)
OF_NEED = (needs.c.external_id, needs.c.title, needs.c.states, needs.c["group"], needs.c.historic_example)
OF_OFFER = (
    offers.c.external_id,
    offers.c.title,
    offers.c.organisation,
    offers.c.donor_name,
    offers.c.historic_example,
)

Row = dict[str, Any]
"""A row by column name."""

After = tuple[int, UUID] | None
"""The (score, counterpart's id) behind which a page begins."""


async def must_know_need(session: AsyncSession, need_id: UUID, actor: Actor) -> None:
    """Raise NotFound where the actor may not know of the need."""
    seen = await session.scalar(select(needs.c.need_id).where(needs.c.need_id == need_id, may_see_need(actor)))
    if seen is None:
        raise _no_need(need_id)


async def must_own_need(session: AsyncSession, need_id: UUID, actor: Actor) -> Row:
    """Return the need; raise NotFound or Forbidden unless the actor is one of its States or a coordinator."""
    seen = needs.c.need_id == need_id, may_see_need(actor)
    rows = await session.execute(select(needs, speaks_for_need(actor).label("is_mine")).where(*seen))
    found = rows.mappings().one_or_none()
    if found is None:
        raise _no_need(need_id)
    if not found["is_mine"]:
        raise Forbidden("Only the State of the need and coordinators may read this.")
    return dict(found)


async def must_own_offer(session: AsyncSession, offer_id: UUID, actor: Actor) -> None:
    """Raise NotFound or Forbidden unless the actor is the offer's donor or a coordinator."""
    here = offers.c.offer_id == offer_id
    if await session.scalar(select(offers.c.offer_id).where(here, may_see_offer(actor))) is None:
        raise NotFound(f"There is no offer {offer_id}.", offer_id=str(offer_id))
    mine = await session.scalar(select(offers.c.offer_id).where(here, owns_offer(actor)))
    if mine is None and not actor.is_coordinator:
        raise Forbidden("Only the donor of the offer and coordinators may read this.")


async def candidates_of_need(
    session: AsyncSession, need_id: UUID, actor: Actor, *, narrowed: Conditions = (), after: After, limit: int
) -> Sequence[Row]:
    """Return the need's candidates that the actor may know of, best first, each with its offer."""
    query = _found(actor, OF_OFFER).where(candidates.c.need_id == need_id, *narrowed)
    return await _page(session, query, candidates.c.offer_id, after=after, limit=limit)


async def candidates_of_offer(
    session: AsyncSession, offer_id: UUID, actor: Actor, *, narrowed: Conditions = (), after: After, limit: int
) -> Sequence[Row]:
    """Return the offer's candidates that the actor may know of, best first, each with its need."""
    query = _found(actor, OF_NEED).where(candidates.c.offer_id == offer_id, *narrowed)
    return await _page(session, query, candidates.c.need_id, after=after, limit=limit)


async def visible_offers(session: AsyncSession, ids: Sequence[UUID], actor: Actor) -> dict[UUID, Row]:
    """Return id -> row of those offers that the actor may know of."""
    rows = await session.execute(select(offers).where(_one_of(offers.c.offer_id, ids), may_see_offer(actor)))
    return {row["offer_id"]: dict(row) for row in rows.mappings()}


async def visible_needs(session: AsyncSession, ids: Sequence[UUID], actor: Actor) -> dict[UUID, Row]:
    """Return id -> row of those needs that the actor may know of."""
    rows = await session.execute(select(needs).where(_one_of(needs.c.need_id, ids), may_see_need(actor)))
    return {row["need_id"]: dict(row) for row in rows.mappings()}


async def hidden_offers(session: AsyncSession, actor: Actor) -> frozenset[UUID]:
    """Return the ids of all offers that the actor may not know of, so that they are left out of a search."""
    return frozenset(await session.scalars(select(offers.c.offer_id).where(~may_see_offer(actor))))


async def hidden_needs(session: AsyncSession, actor: Actor) -> frozenset[UUID]:
    """Return the ids of all needs that the actor may not know of, so that they are left out of a search."""
    return frozenset(await session.scalars(select(needs.c.need_id).where(~may_see_need(actor))))


def _found(actor: Actor, counterpart: Sequence[ColumnElement[Any]]) -> Select[*tuple[Any, ...]]:
    with_need = candidates.join(needs, needs.c.need_id == candidates.c.need_id)
    with_both = with_need.join(offers, offers.c.offer_id == candidates.c.offer_id)
    return select(*FOUND, *counterpart).select_from(with_both).where(may_see_match(actor))


async def _page(
    session: AsyncSession,
    query: Select[*tuple[Any, ...]],
    counterpart: ColumnElement[UUID],
    *,
    after: After,
    limit: int,
) -> Sequence[Row]:
    if after is not None:
        score, last = after
        query = query.where((candidates.c.score < score) | ((candidates.c.score == score) & (counterpart > last)))
    rows = await session.execute(query.order_by(candidates.c.score.desc(), counterpart).limit(limit))
    return [dict(row) for row in rows.mappings()]


def _one_of(column: ColumnElement[UUID], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Compare with one array, for a statement takes 32,767 single values at most."""
    return column == any_(cast(list(ids), ARRAY(Uuid)))


def _no_need(need_id: UUID) -> NotFound:
    return NotFound(f"There is no need {need_id}.", need_id=str(need_id))
