"""The inbox: the first statement of a consumer's transaction claims the event, so that each effect happens once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    delete,
    func,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession


def inbox_table(metadata: MetaData) -> Table:
    """Declare the inbox in a service's metadata."""
    table = Table(
        "inbox",
        metadata,
        Column("consumer", Text, nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("claimed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        PrimaryKeyConstraint("consumer", "event_id"),
    )
    Index("inbox_claimed_at", table.c.claimed_at)
    return table


async def claim(session: AsyncSession, inbox: Table, consumer: str, event_id: UUID) -> bool:
    """Claim the event for this consumer in the session's transaction; False when it was claimed before."""
    new = insert(inbox).values(consumer=consumer, event_id=event_id).on_conflict_do_nothing()
    claimed = await session.execute(new.returning(inbox.c.event_id))
    return claimed.first() is not None


async def purge_claims(session: AsyncSession, inbox: Table, older_than: timedelta) -> None:
    """Forget old claims; what is redelivered from before then is told apart by the aggregate's version alone."""
    await session.execute(delete(inbox).where(inbox.c.claimed_at < func.now() - older_than))
