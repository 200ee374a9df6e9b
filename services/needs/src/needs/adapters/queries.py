"""Reading needs: one, or lists with filters. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.tables import need_components, needs
from needs.adapters.visibility import visible_to
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from needs.domain.refusals import unknown_need
from needs.domain.rights import may_see
from shared.geography import load_geography
from shared.identity.actor import Actor
from shared.vocabulary import load_vocabulary


@dataclass(frozen=True)
class NeedFilter:
    """What a list of needs may be narrowed by; None leaves a field open."""

    external_id: str | None = None
    state: str | None = None
    area: str | None = None
    category: str | None = None
    status: str | None = None
    visibility: str | None = None
    priority_at_least: int | None = None
    specificity_below: int | None = None
    historic_example: bool | None = None


async def find_need(session: AsyncSession, need_id: NeedId, actor: Actor) -> Need:
    """Return the need; NotFound where there is none, or none that this actor may know of."""
    need = await session.get(Need, need_id)
    if need is None or not may_see(need, actor):
        raise unknown_need(need_id)
    return need


async def list_needs(
    session: AsyncSession, narrowed: NeedFilter, actor: Actor, *, today: datetime, after: UUID | None, limit: int
) -> Sequence[Need]:
    """Return up to `limit` needs in order of creation, beginning after the given id."""
    query = select(Need).where(visible_to(actor), *_conditions(narrowed, today))
    if after is not None:
        query = query.where(needs.c.id > after)
    rows = await session.scalars(query.order_by(needs.c.id).limit(limit))
    return rows.all()


def _conditions(narrowed: NeedFilter, today: datetime) -> list[ColumnElement[bool]]:
    simple = {
        needs.c.external_id: narrowed.external_id,
        needs.c.status: narrowed.status,
        needs.c.visibility: narrowed.visibility,
    }
    conditions = [column == value for column, value in simple.items() if value is not None]
    if narrowed.state is not None:
        conditions.append(needs.c.states.contains([narrowed.state]))
    if narrowed.area is not None:
        members = load_geography().members(narrowed.area, today.date())
        conditions.append(needs.c.states.overlap(sorted(members)) | (needs.c.group == narrowed.area))
    if narrowed.category is not None:
        conditions.append(_asks_for(narrowed.category))
    if narrowed.priority_at_least is not None:
        conditions.append(needs.c.priority >= narrowed.priority_at_least)
    if narrowed.specificity_below is not None:
        conditions.append(needs.c.specificity_score < narrowed.specificity_below)
    if narrowed.historic_example is not None:
        flag = needs.c.provenance["historic_example"].as_boolean()
        conditions.append(flag.is_(narrowed.historic_example))
    return conditions


def _asks_for(category: str) -> ColumnElement[bool]:
    """Return the condition that a component has this category or one below it."""
    wanted = load_vocabulary().within(category)
    mine = need_components.c.need_id == needs.c.id
    return exists().where(mine, need_components.c.category.in_(wanted))
