"""Dead letters: records that cannot be applied, kept whole with where they stood and why, until replayed."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import NotFound
from shared.messaging.bus import IncomingRecord, Partition
from shared.redaction import without_values


def dead_letters_table(metadata: MetaData) -> Table:
    """Declare the dead letters in a service's metadata; one row per consumer, coordinates and content."""
    return Table(
        "dead_letters",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("consumer", Text, nullable=False),
        Column("topic", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("offset", BigInteger, nullable=False),
        Column("digest", Text, nullable=False),
        Column("key", LargeBinary),
        Column("value", LargeBinary),
        Column("headers", JSONB, nullable=False),
        Column("error", Text, nullable=False),
        Column("buried_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("replayed_at", DateTime(timezone=True)),
        UniqueConstraint("consumer", "topic", "partition", "offset", "digest", name="dead_letters_one_row_per_record"),
    )


async def bury(session: AsyncSession, table: Table, consumer: str, record: IncomingRecord, error: str) -> bool:
    """Keep the record in the session's transaction; False when it was buried before.

    Operators list errors, and logs and reports repeat them: `error` is kept without the values that it complains about.
    """
    row = insert(table).values(
        **_identity(consumer, record),
        key=record.key,
        value=record.value,
        headers=[[_storable(name), value.hex()] for name, value in record.headers],
        error=_storable(without_values(error))[:4000],
    )
    buried = await session.execute(row.on_conflict_do_nothing().returning(table.c.id))
    return buried.first() is not None


async def is_buried(session: AsyncSession, table: Table, consumer: str, record: IncomingRecord) -> bool:
    """Whether this very record was buried before, replayed or not."""
    same = [table.c[name] == value for name, value in _identity(consumer, record).items()]
    return await session.scalar(select(exists().where(*same))) is True


def exhume(letter: Mapping[str, Any]) -> IncomingRecord:
    """Return the record that a row of dead letters holds, as it was received."""
    return IncomingRecord(
        partition=Partition(letter["topic"], letter["partition"]),
        offset=letter["offset"],
        key=letter["key"],
        value=letter["value"],
        headers=tuple((name, bytes.fromhex(value)) for name, value in letter["headers"]),
        timestamp=letter["buried_at"].timestamp(),
    )


async def waiting_letters(session: AsyncSession, table: Table, consumer: str) -> list[Mapping[str, Any]]:
    """Return the letters of a consumer that were not replayed, oldest first."""
    waiting = select(table).where(table.c.consumer == consumer, table.c.replayed_at.is_(None))
    rows = await session.execute(waiting.order_by(table.c.id))
    return [dict(row) for row in rows.mappings()]


async def letter_of(session: AsyncSession, table: Table, consumer: str, letter_id: int) -> Mapping[str, Any]:
    """Return a letter of this consumer; NotFound when there is none."""
    mine = select(table).where(table.c.id == letter_id, table.c.consumer == consumer)
    row = (await session.execute(mine)).mappings().one_or_none()
    if row is None:
        raise NotFound(f"The consumer {consumer} has no dead letter {letter_id}.")
    return dict(row)


async def mark_replayed(session: AsyncSession, table: Table, letter_id: int) -> None:
    """Write down in the session's transaction that the letter was applied after all."""
    await session.execute(update(table).where(table.c.id == letter_id).values(replayed_at=func.now()))


def _identity(consumer: str, record: IncomingRecord) -> dict[str, Any]:
    """Return what makes a record the same: a broker that lost its data gives the same offsets to other contents."""
    return {
        "consumer": consumer,
        "topic": record.partition.topic,
        "partition": record.partition.number,
        "offset": record.offset,
        "digest": hashlib.sha256(record.value or b"").hexdigest(),
    }


def _storable(text: str) -> str:
    """Spell out what PostgreSQL cannot hold in text: NUL, and surrogates without a partner."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
