"""Needs and offers whose author has to say soon that they still stand; read from the projections."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Table, and_, cast, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.naming import OF_NEED, OF_OFFER, Row
from matcher.adapters.tables import needs, offers
from matcher.adapters.visibility import owns_offer
from matcher.domain.tasks.worker import CONFIRMATION_AHEAD, Worker
from shared.identity.actor import Actor, Role

_CIRCULATED: Final = ("open", "partly_covered", "covered")
_CONFIRMABLE: Final = ("open", "paused", "exhausted")


async def needs_to_confirm(session: AsyncSession, worker: Worker) -> Sequence[Row]:
    """Return the needs that the worker answers for and has to confirm soon, each with its last day (`confirm_by`)."""
    mine = and_(_answers_for(worker.actor), needs.c.status.in_(_CIRCULATED))
    return await _due(session, needs, OF_NEED, mine, worker.today)


async def offers_to_confirm(session: AsyncSession, worker: Worker) -> Sequence[Row]:
    """Return the worker's offers that it has to confirm soon, each with its last day (`confirm_by`)."""
    mine = and_(owns_offer(worker.actor), offers.c.status.in_(_CONFIRMABLE))
    return await _due(session, offers, OF_OFFER, mine, worker.today)


async def _due(
    session: AsyncSession, table: Table, shown: Sequence[str], mine: ColumnElement[bool], today: date
) -> Sequence[Row]:
    confirm_by: Any = cast(table.c.state["confirm_by"].astext, Date).label("confirm_by")
    query = select(*(table.c[name] for name in shown), confirm_by)
    rows = await session.execute(query.where(mine, confirm_by <= today + CONFIRMATION_AHEAD))
    return [dict(row) for row in rows.mappings()]


def _answers_for(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.RECIPIENT:
        return and_(needs.c.group.is_(None), needs.c.states[1] == actor.state)
    if not actor.is_coordinator:
        return false()
    return needs.c.group.in_(sorted(actor.regions)) if actor.regions else needs.c.group.is_not(None)
