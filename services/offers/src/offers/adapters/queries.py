"""Reading offers: one, or lists with filters. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters.eligible_states import reaches_any
from offers.adapters.tables import offer_lines, offers
from offers.adapters.visibility import visible_to
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from offers.domain.refusals import unknown_offer
from offers.domain.rights import may_see
from shared.geography import load_geography
from shared.identity.actor import Actor
from shared.vocabulary import load_vocabulary


@dataclass(frozen=True)
class OfferFilter:
    """What a list of offers may be narrowed by; None leaves a field open."""

    external_id: str | None = None
    organisation: str | None = None
    state: str | None = None
    area: str | None = None
    category: str | None = None
    modality: str | None = None
    status: str | None = None
    historic_example: bool | None = None


async def find_offer(session: AsyncSession, offer_id: OfferId, actor: Actor) -> Offer:
    """Return the offer; NotFound where there is none, or none that this actor may know of."""
    offer = await session.get(Offer, offer_id)
    if offer is None or not may_see(offer, actor):
        raise unknown_offer(offer_id)
    return offer


async def list_offers(
    session: AsyncSession, narrowed: OfferFilter, actor: Actor, *, today: datetime, after: UUID | None, limit: int
) -> Sequence[Offer]:
    """Return up to `limit` offers in order of creation, beginning after the given id."""
    query = select(Offer).where(visible_to(actor), *_conditions(narrowed, today))
    if after is not None:
        query = query.where(offers.c.id > after)
    rows = await session.scalars(query.order_by(offers.c.id).limit(limit))
    return rows.all()


def _conditions(narrowed: OfferFilter, today: datetime) -> list[ColumnElement[bool]]:
    simple = {
        offers.c.external_id: narrowed.external_id,
        offers.c.organisation: narrowed.organisation,
        offers.c.status: narrowed.status,
    }
    conditions = [column == value for column, value in simple.items() if value is not None]
    if narrowed.state is not None:
        conditions.append(reaches_any([narrowed.state], today.date()))
    if narrowed.area is not None:
        members = load_geography().members(narrowed.area, today.date())
        conditions.append(reaches_any(members, today.date()))
    if narrowed.category is not None or narrowed.modality is not None:
        conditions.append(_has_line(narrowed.category, narrowed.modality))
    if narrowed.historic_example is not None:
        flag = offers.c.provenance["historic_example"].as_boolean()
        conditions.append(flag.is_(narrowed.historic_example))
    return conditions


def _has_line(category: str | None, modality: str | None) -> ColumnElement[bool]:
    """Return the condition that one line is of this category, or one below it, and comes in this form of help."""
    line = offer_lines.c.offer_id == offers.c.id
    if category is not None:
        line &= offer_lines.c.categories.overlap(load_vocabulary().within(category))
    if modality is not None:
        line &= offer_lines.c.modalities.contains([modality])
    return exists().where(line)
