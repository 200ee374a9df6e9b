"""Stating every answered reservation again, so that the matcher can rebuild what it knows of holds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from offers.adapters.reservations.publishing import state_again
from offers.adapters.reservations.tables import reservations
from offers.domain.reservation import Reservation
from shared.persistence.database import Database
from shared.persistence.republishing import BATCH


async def republish_reservations(database: Database) -> int:
    """State each reservation that ever answered, batch by batch under row locks, and return how many."""
    count = 0
    after: UUID | None = None
    while True:
        async with database.sessions() as session, session.begin():
            batch: Sequence[Reservation] = (await session.scalars(_batch(after).with_for_update())).all()
            for reservation in batch:
                await state_again(session, reservation)
        if not batch:
            return count
        count, after = count + len(batch), batch[-1].id


def _batch(after: UUID | None) -> Any:
    query: Any = (
        select(Reservation).where(reservations.c.opened_at.is_not(None)).order_by(reservations.c.id).limit(BATCH)
    )
    return query if after is None else query.where(reservations.c.id > after)
