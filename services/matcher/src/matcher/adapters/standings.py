"""How needs and offers stand: how many candidates each has that the reader may know of, and how good the best is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.queries import Row
from matcher.adapters.record_filters import (
    Conditions,
    need_asks_for,
    need_is_in_area,
    need_is_of_state,
    offer_is_for,
    offer_reaches,
    offer_reaches_area,
)
from matcher.adapters.tables import candidates, needs, offers
from matcher.adapters.visibility import may_see_match, may_see_need, may_see_offer, owns_offer, speaks_for_need
from matcher.domain.demand import ASKING
from shared.errors import NotFound
from shared.identity.actor import Actor, Role


@dataclass(frozen=True)
class StandingFilter:
    """What a list of standings may be narrowed by; None leaves a field open. Scores are the best candidate's."""

    has_candidates: bool | None = None
    state: str | None = None
    area: str | None = None
    category: str | None = None
    min_score: int | None = None
    max_score: int | None = None
    historic: bool | None = None


async def list_needs(
    session: AsyncSession, narrowed: StandingFilter, actor: Actor, *, today: date, after: UUID | None, limit: int
) -> Sequence[Row]:
    """Return open needs with their standing, in the order of their ids; a State lists only its own."""
    mine = speaks_for_need(actor) if actor.role is Role.RECIPIENT else may_see_need(actor)
    query, found = _needs(actor)
    query = query.where(mine, needs.c.status.in_(ASKING), *_of_standing(found, narrowed), *_of_need(narrowed, today))
    return await _page(session, query, needs.c.need_id, after, limit)


async def list_offers(
    session: AsyncSession, narrowed: StandingFilter, actor: Actor, *, today: date, after: UUID | None, limit: int
) -> Sequence[Row]:
    """Return open offers with their standing, in the order of their ids; a donor lists only its own."""
    mine = owns_offer(actor) if actor.role is Role.DONOR else may_see_offer(actor)
    query, found = _offers(actor)
    query = query.where(mine, offers.c.status == "open", *_of_standing(found, narrowed), *_of_offer(narrowed, today))
    return await _page(session, query, offers.c.offer_id, after, limit)


async def standing_of_need(session: AsyncSession, need_id: UUID, actor: Actor) -> Row:
    """Return one need with its standing."""
    query, _ = _needs(actor)
    return await _one(session, query.where(needs.c.need_id == need_id, may_see_need(actor)))


async def standing_of_offer(session: AsyncSession, offer_id: UUID, actor: Actor) -> Row:
    """Return one offer with its standing."""
    query, _ = _offers(actor)
    return await _one(session, query.where(offers.c.offer_id == offer_id, may_see_offer(actor)))


async def best_scores(session: AsyncSession) -> Mapping[UUID, int]:
    """Return the best score of every need that has candidates; for coordinators, who may know of all."""
    rows = await session.execute(
        select(candidates.c.need_id, func.max(candidates.c.score).label("best")).group_by(candidates.c.need_id)
    )
    return {row.need_id: row.best for row in rows}


def _needs(actor: Actor) -> tuple[Select[*tuple[Any, ...]], FromClause]:
    beside = candidates.join(offers, offers.c.offer_id == candidates.c.offer_id)
    matches = _count().select_from(beside).where(candidates.c.need_id == needs.c.need_id, may_see_match(actor))
    found = matches.correlate(needs).lateral("found")
    return select(needs, *found.c).select_from(needs.join(found, true())), found


def _offers(actor: Actor) -> tuple[Select[*tuple[Any, ...]], FromClause]:
    beside = candidates.join(needs, needs.c.need_id == candidates.c.need_id)
    matches = _count().select_from(beside).where(candidates.c.offer_id == offers.c.offer_id, may_see_match(actor))
    found = matches.correlate(offers).lateral("found")
    return select(offers, *found.c).select_from(offers.join(found, true())), found


def _count() -> Select[*tuple[Any, ...]]:
    return select(func.count().label("candidates"), func.max(candidates.c.score).label("best_score"))


def _of_standing(found: FromClause, narrowed: StandingFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.has_candidates is not None:
        conditions.append((found.c.candidates > 0) == narrowed.has_candidates)
    if narrowed.min_score is not None:
        conditions.append(found.c.best_score >= narrowed.min_score)
    if narrowed.max_score is not None:
        conditions.append(func.coalesce(found.c.best_score, -1) <= narrowed.max_score)
    return conditions


def _of_need(narrowed: StandingFilter, today: date) -> Conditions:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.state is not None:
        conditions.append(need_is_of_state(narrowed.state, today))
    if narrowed.area is not None:
        conditions.append(need_is_in_area(narrowed.area, today))
    if narrowed.category is not None:
        conditions.append(need_asks_for(narrowed.category))
    if narrowed.historic is not None:
        conditions.append(needs.c.historic_example == narrowed.historic)
    return conditions


def _of_offer(narrowed: StandingFilter, today: date) -> Conditions:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.state is not None:
        conditions.append(offer_reaches([narrowed.state], today))
    if narrowed.area is not None:
        conditions.append(offer_reaches_area(narrowed.area, today))
    if narrowed.category is not None:
        conditions.append(offer_is_for(narrowed.category))
    if narrowed.historic is not None:
        conditions.append(offers.c.historic_example == narrowed.historic)
    return conditions


async def _one(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> Row:
    row = (await session.execute(query)).mappings().first()
    if row is None:
        raise NotFound("There is no such record.")
    return dict(row)


async def _page(
    session: AsyncSession, query: Select[*tuple[Any, ...]], key: ColumnElement[UUID], after: UUID | None, limit: int
) -> Sequence[Row]:
    if after is not None:
        query = query.where(key > after)
    rows = await session.execute(query.order_by(key).limit(limit))
    return [dict(row) for row in rows.mappings()]
