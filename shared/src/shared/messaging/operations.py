"""What an operator does about deliveries that stand still: look at parked rows, and let them go on or give them up.

Dead letters are replayed by the consumer's own `EventProcessor.replay`. Everything here happens in the session's
transaction; the caller commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import NotFound
from shared.messaging.dead_letters import waiting_letters
from shared.messaging.outbox_rows import is_open


@dataclass(frozen=True)
class ParkedRow:
    """An outbox row that the bus refused too often, and how many later rows of its key wait behind it."""

    position: int
    topic: str
    key: str
    key_version: int
    type: str
    attempts: int
    last_error: str | None
    parked_at: datetime
    waiting_behind: int


@dataclass(frozen=True)
class DeadLetter:
    """A record that could not be applied: what it says it is, where it stood, and why it was buried."""

    id: int
    event_type: str | None
    key: str | None
    coordinates: str
    error: str
    buried_at: datetime


async def parked_rows(session: AsyncSession, outbox: Table) -> list[ParkedRow]:
    """Return the parked rows, oldest first."""
    later = outbox.alias("later")
    behind = select(func.count()).where(
        is_open(later), later.c.key == outbox.c.key, later.c.position > outbox.c.position
    )
    shown = [outbox.c[name] for name in ParkedRow.__dataclass_fields__ if name != "waiting_behind"]
    query = select(*shown, behind.correlate(outbox).scalar_subquery().label("waiting_behind"))
    rows = await session.execute(query.where(_is_parked(outbox)).order_by(outbox.c.position))
    return [ParkedRow(**row) for row in rows.mappings()]


async def retry_parked(session: AsyncSession, outbox: Table, position: int) -> None:
    """Let a parked row be tried as often as a new one; NotFound when it is not parked."""
    await _change_parked(session, outbox, position, parked_at=None, retry_at=None, attempts=0)


async def skip_parked(session: AsyncSession, outbox: Table, position: int, reason: str) -> None:
    """Give a parked row up and let its key go on; the row stays, with the reason. NotFound when it is not parked."""
    await _change_parked(session, outbox, position, skipped_at=func.now(), skip_reason=reason)


async def dead_letters(session: AsyncSession, table: Table, consumer: str) -> list[DeadLetter]:
    """Return the consumer's letters that were not replayed, oldest first."""
    return [_summary(letter) for letter in await waiting_letters(session, table, consumer)]


async def _change_parked(session: AsyncSession, outbox: Table, position: int, **values: Any) -> None:
    parked = update(outbox).where(outbox.c.position == position, _is_parked(outbox)).values(**values)
    changed = await session.execute(parked.returning(outbox.c.position))
    if changed.first() is None:
        raise NotFound(f"The outbox has no parked row {position}.")


def _is_parked(outbox: Table) -> ColumnElement[bool]:
    return is_open(outbox) & outbox.c.parked_at.is_not(None)


def _summary(letter: Mapping[str, Any]) -> DeadLetter:
    headers = {name: bytes.fromhex(value).decode(errors="replace") for name, value in letter["headers"]}
    key = letter["key"]
    return DeadLetter(
        id=letter["id"],
        event_type=headers.get("ce_type"),
        key=None if key is None else key.decode(errors="replace"),
        coordinates=f"{letter['topic']}[{letter['partition']}]@{letter['offset']}",
        error=letter["error"],
        buried_at=letter["buried_at"],
    )
