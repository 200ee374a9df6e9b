"""Reading an offer's ledger: the journal of its movements, and what is held of it for which match."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters.queries import find_offer
from offers.adapters.reservations.tables import capacity_entries, reservations
from offers.domain.charges import Charge
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation
from offers.domain.reservation_events import ReservationStatus
from offers.domain.rights import must_be_able_to_see_ledger
from shared.identity.actor import Actor


@dataclass(frozen=True)
class Entry:
    """One entry of the journal: what a version of a match moved on a line, in the line's unit."""

    number: int
    offer_id: UUID
    line_id: UUID
    component_id: UUID
    match_id: UUID
    match_version: int
    event_id: UUID
    movement: ReservationStatus
    reserved_before: Decimal
    reserved_after: Decimal
    committed_before: Decimal
    committed_after: Decimal
    delivered_before: Decimal
    delivered_after: Decimal
    charged_before: tuple[Charge, ...]
    charged_after: tuple[Charge, ...]
    at: datetime


async def find_engaged_offer(session: AsyncSession, offer_id: OfferId, actor: Actor) -> Offer:
    """Return the offer to one who may see its ledger; NotFound where it may not know of it, Forbidden where it may."""
    offer = await find_offer(session, offer_id, actor)
    must_be_able_to_see_ledger(offer, actor)
    return offer


async def list_entries(session: AsyncSession, offer_id: OfferId, *, after: int | None, limit: int) -> Sequence[Entry]:
    """Return up to `limit` entries in the order in which they were written, beginning after the given number."""
    query = select(capacity_entries).where(capacity_entries.c.offer_id == offer_id)
    if after is not None:
        query = query.where(capacity_entries.c.number > after)
    rows = await session.execute(query.order_by(capacity_entries.c.number).limit(limit))
    return [Entry(**row) for row in rows.mappings()]


async def list_reservations(
    session: AsyncSession, offer_id: OfferId, *, after: UUID | None, limit: int
) -> Sequence[Reservation]:
    """Return up to `limit` reservations that were ever answered, by match, beginning after the given match."""
    query = select(Reservation).where(
        reservations.c.offer_ids.contains([offer_id]), reservations.c.opened_at.is_not(None)
    )
    if after is not None:
        query = query.where(reservations.c.match_id > after)
    found = await session.scalars(query.order_by(reservations.c.match_id).limit(limit))
    return found.all()
