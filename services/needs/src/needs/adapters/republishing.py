"""Stating every circulated need again, so that an empty broker or a new consumer has them all."""

from shared.persistence.database import Database
from sqlalchemy import select

from needs.adapters.publishing import state_again
from needs.adapters.tables import needs
from needs.domain.need import Need

BATCH = 100


async def republish(database: Database) -> int:
    """State each need that was ever opened, batch by batch under row locks, and return how many."""
    count, after = 0, None
    while True:
        query = select(Need).where(needs.c.opened_at.is_not(None)).order_by(needs.c.id).limit(BATCH)
        if after is not None:
            query = query.where(needs.c.id > after)
        async with database.sessions() as session, session.begin():
            batch = (await session.scalars(query.with_for_update())).all()
            for need in batch:
                await state_again(session, need)
        if not batch:
            return count
        count, after = count + len(batch), batch[-1].id
