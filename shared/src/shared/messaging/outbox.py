"""The outbox: events written in the aggregate's transaction, to be published by the relay.

A status column, not a cursor: a cursor `position > last` loses an event when two commits overlap. The row holds
the payload bytes exactly as they will be sent (none for a tombstone), and is unique per aggregate version and type.
"""

from collections.abc import Mapping

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import FieldProblem, InvalidInput
from shared.events.envelope import Envelope, Tombstone
from shared.messaging.bell import ring_once_committed
from shared.messaging.topics import MAXIMUM_PAYLOAD_BYTES
from shared.messaging.tracing import creating


def outbox_table(metadata: MetaData) -> Table:
    """Declare the outbox in a service's metadata."""
    table = Table(
        "outbox",
        metadata,
        Column("position", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid, nullable=False, unique=True),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("key_version", Integer, nullable=False),
        Column("type", Text, nullable=False),
        Column("payload", LargeBinary),
        Column("headers", JSONB, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("published_at", DateTime(timezone=True)),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("last_error", Text),
        Column("retry_at", DateTime(timezone=True)),
        Column("parked_at", DateTime(timezone=True)),
        Column("skipped_at", DateTime(timezone=True)),
        Column("skip_reason", Text),
        UniqueConstraint("key", "key_version", "type", name="outbox_one_row_per_version"),
        CheckConstraint(f"octet_length(payload) <= {MAXIMUM_PAYLOAD_BYTES}", name="outbox_payload_fits_a_record"),
    )
    unpublished = table.c.published_at.is_(None)
    Index("outbox_unpublished", table.c.position, postgresql_where=unpublished)
    Index("outbox_unpublished_of_key", table.c.key, table.c.position, postgresql_where=unpublished)
    Index("outbox_published", table.c.published_at, postgresql_where=table.c.published_at.is_not(None))
    return table


async def append(session: AsyncSession, outbox: Table, event: Envelope | Tombstone) -> None:
    """Add the event to the session's transaction; call it after the flush that checked the version.

    Raises InvalidInput when the record is larger than an event may be.
    """
    with creating(event) as headers:
        await session.execute(insert(outbox).values(_row(event, headers)))
    ring_once_committed(session)


async def restate(session: AsyncSession, outbox: Table, event: Envelope | Tombstone) -> None:
    """Have the aggregate's present state published once more, with one row per version however often asked.

    The row moves to the end of the outbox and becomes a new event, which every consumer applies anew. The caller
    loaded the aggregate `FOR UPDATE` in this transaction, and what belongs to it by statements after that: without
    the lock a newer version could be committed, and published, before this one.
    """
    told = ("event_id", "payload", "headers")
    unsent = dict.fromkeys(_FATE) | {"attempts": 0, "position": text("DEFAULT"), "created_at": func.now()}
    with creating(event) as headers:
        again = insert(outbox).values(_row(event, headers))
        afresh = unsent | {name: again.excluded[name] for name in told}
        await session.execute(again.on_conflict_do_update(constraint="outbox_one_row_per_version", set_=afresh))
    ring_once_committed(session)


_FATE = ("published_at", "last_error", "retry_at", "parked_at", "skipped_at", "skip_reason")


def _row(event: Envelope | Tombstone, headers: Mapping[str, str]) -> dict[str, object]:
    payload = event.payload()
    if payload is not None and len(payload) > MAXIMUM_PAYLOAD_BYTES:
        size = f"{len(payload)} bytes as published, where {MAXIMUM_PAYLOAD_BYTES} are allowed"
        raise InvalidInput([FieldProblem("", f"the record as a whole is too large: {size}", code="too-long")])
    return {
        "event_id": event.id,
        "topic": event.topic,
        "key": event.subject,
        "key_version": event.version,
        "type": event.type,
        "payload": payload,
        "headers": dict(headers),
    }
