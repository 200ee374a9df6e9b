"""The relay's view of the outbox: reading a window of due rows and writing down what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    RowMapping,
    Table,
    and_,
    any_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.messaging.backoff import pause_after
from shared.messaging.bus import OutgoingRecord

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0


@dataclass(frozen=True)
class OutboxRow:
    """An unpublished row, ready to be sent."""

    position: int
    attempts: int
    record: OutgoingRecord


@dataclass(frozen=True)
class Backlog:
    """What the outbox still holds: rows unpublished, the age of the oldest in seconds, rows parked."""

    unpublished: int
    oldest_seconds: float
    parked: int


def is_open(outbox: FromClause) -> ColumnElement[bool]:
    """Whether a row still has to be published: it was neither acknowledged nor given up by an operator."""
    return and_(outbox.c.published_at.is_(None), outbox.c.skipped_at.is_(None))


class OutboxRows:
    """Reads and marks rows on one connection: the one that also holds the leader's lock."""

    def __init__(self, connection: AsyncConnection, outbox: Table) -> None:
        self._connection = connection
        self._outbox = outbox

    async def due(self, limit: int) -> list[OutboxRow]:
        """Return the oldest due rows; a row waits while an earlier row of its key is failing or parked."""
        outbox, head = self._outbox, self._outbox.alias("head")
        stuck = is_open(head), or_(head.c.parked_at.is_not(None), _rests(head))
        first = select(head.c.key, func.min(head.c.position).label("position")).where(*stuck).group_by(head.c.key)
        # Found once for the window: a plan made while the outbox was empty would look through all of it for each row.
        kept_back = first.cte("stuck").prefix_with("MATERIALIZED", dialect="postgresql")
        blocked = exists().where(kept_back.c.key == outbox.c.key, kept_back.c.position < outbox.c.position)
        columns = (outbox.c.position, outbox.c.attempts, outbox.c.topic, outbox.c.key, outbox.c.payload)
        query = select(*columns, outbox.c.headers).where(
            is_open(outbox), outbox.c.parked_at.is_(None), ~func.coalesce(_rests(outbox), False), ~blocked
        )
        async with self._connection.begin():
            rows = (await self._connection.execute(query.order_by(outbox.c.position).limit(limit))).mappings().all()
        return [_ready(row) for row in rows]

    async def mark(self, published: Sequence[int], refused: Sequence[tuple[OutboxRow, str]], park_after: int) -> None:
        """Write down in one transaction which rows are published and which the bus refused."""
        outbox = self._outbox
        async with self._connection.begin():
            if published:
                # One array, and not hundreds of parameters, of which each would be rendered and bound by itself.
                done = update(outbox).where(outbox.c.position == any_(literal(list(published), ARRAY(BigInteger))))
                await self._connection.execute(done.values(published_at=func.now(), last_error=None))
            for row, error in refused:
                failed = update(outbox).where(outbox.c.position == row.position)
                await self._connection.execute(failed.values(**_after_refusal(row, error, park_after)))

    async def backlog(self) -> Backlog:
        """Measure what is not yet published."""
        outbox = self._outbox
        oldest = func.extract("epoch", func.now() - func.min(outbox.c.created_at))
        parked = func.count().filter(outbox.c.parked_at.is_not(None))
        query = select(func.count(), func.coalesce(oldest, 0), parked).where(is_open(outbox))
        async with self._connection.begin():
            count, seconds, parked_rows = (await self._connection.execute(query)).one()
        return Backlog(unpublished=count, oldest_seconds=float(seconds), parked=parked_rows)

    async def purge(self, older_than: timedelta, batch: int) -> int:
        """Delete one batch of rows published longer ago than this, and return how many went."""
        outbox = self._outbox
        old = select(outbox.c.position).where(outbox.c.published_at < func.now() - older_than).limit(batch)
        async with self._connection.begin():
            gone = await self._connection.execute(delete(outbox).where(outbox.c.position.in_(old)))
        return gone.rowcount


def _rests(outbox: FromClause) -> ColumnElement[bool]:
    """Whether a refused row still has to wait; what would wait longer than any pause was written by a wrong clock."""
    longest = func.now() + timedelta(seconds=LONGEST_RETRY_SECONDS)
    return and_(outbox.c.retry_at > func.now(), outbox.c.retry_at <= longest)


def _ready(row: RowMapping) -> OutboxRow:
    headers = tuple((name, str(value).encode()) for name, value in row["headers"].items())
    record = OutgoingRecord(row["topic"], row["key"], row["payload"], headers)
    return OutboxRow(position=row["position"], attempts=row["attempts"], record=record)


def _after_refusal(row: OutboxRow, error: str, park_after: int) -> dict[str, Any]:
    attempts = row.attempts + 1
    pause = pause_after(attempts, first=FIRST_RETRY_SECONDS, longest=LONGEST_RETRY_SECONDS)
    parked_at = func.now() if attempts >= park_after else None
    return {
        "attempts": attempts,
        "last_error": error[:2000],
        "retry_at": func.now() + timedelta(seconds=pause),
        "parked_at": parked_at,
    }
