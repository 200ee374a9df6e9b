"""Reading what covers a need: the journal, and the reservations as they stand. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.queries import find_need
from needs.adapters.tables import coverage_entries, reservations
from needs.domain.holding import MovementKind
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from needs.domain.rights import must_be_able_to_see_coverage
from shared.identity.actor import Actor
from shared.statements.standings import Figures


@dataclass(frozen=True)
class CoverageEntry:
    """One entry of the journal."""

    number: int
    component_id: UUID
    match_id: UUID
    match_version: int
    event_id: UUID
    movement: MovementKind
    before: Figures
    after: Figures
    at: datetime


_PLAIN = ("number", "component_id", "match_id", "match_version", "event_id", "movement", "at")


async def find_covered_need(session: AsyncSession, need_id: NeedId, actor: Actor) -> Need:
    """Return the need; NotFound for who may not know of it, Forbidden for who may not see who covers it."""
    need = await find_need(session, need_id, actor)
    must_be_able_to_see_coverage(need, actor)
    return need


async def list_entries(
    session: AsyncSession, need_id: NeedId, *, after: int | None, limit: int
) -> Sequence[CoverageEntry]:
    """Return up to `limit` entries of a need's journal, oldest first, behind the number given."""
    query = select(coverage_entries).where(coverage_entries.c.need_id == need_id)
    if after is not None:
        query = query.where(coverage_entries.c.number > after)
    rows = await session.execute(query.order_by(coverage_entries.c.number).limit(limit))
    return [_entry(row) for row in rows.mappings()]


async def list_reservations(
    session: AsyncSession, need_id: NeedId, *, after: UUID | None, limit: int
) -> Sequence[Reservation]:
    """Return up to `limit` reservations on a need in the order of their matches, behind the match given."""
    asked = select(Reservation).where(reservations.c.need_id == need_id, reservations.c.opened_at.is_not(None))
    if after is not None:
        asked = asked.where(reservations.c.match_id > after)
    return (await session.scalars(asked.order_by(reservations.c.match_id).limit(limit))).all()


def _entry(row: RowMapping) -> CoverageEntry:
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    return CoverageEntry(**plain, before=_figures(row, "before"), after=_figures(row, "after"))


def _figures(row: RowMapping, when: str) -> Figures:
    return Figures(row[f"held_{when}"], row[f"promised_{when}"], row[f"delivered_{when}"])
