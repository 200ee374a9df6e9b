"""Telling readers what happened: rows numbered in the order in which their transactions commit.

A number is given under a lock that is held until the commit, so that whoever has seen number N misses nothing below it.
Take no other lock after it. Nothing personal is told: ids, versions and statuses only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.stream.tables import StreamKind, stream_events, stream_position
from shared.messaging.leadership import wait_for_turn

TURN: Final = "accord.decisions"
"""The lock on numbers in the order of commits; the decision log takes the same one."""


class Told(Protocol):
    """What of a match is told."""

    id: UUID
    version: int
    status: Any


async def tell(session: AsyncSession, match: Told, happened: Sequence[str]) -> None:
    """Tell that these things happened to a match, as one event."""
    facts = {"match_id": str(match.id), "version": match.version, "status": match.status, "happened": list(happened)}
    await _write(session, "match", match.id, facts)


async def tell_of_message(session: AsyncSession, match_id: UUID, number: int) -> None:
    """Tell that a match has a new message; what it says is to be read there."""
    await _write(session, "message", match_id, {"match_id": str(match_id), "number": number})


async def tell_of_reminder(session: AsyncSession, kind: StreamKind, record_id: UUID, version: int) -> None:
    """Tell that a need or an offer has to be confirmed anew."""
    facts = {f"{kind}_id": str(record_id), "version": version, "happened": [f"{kind}.reminded"]}
    await _write(session, kind, record_id, facts)


async def _write(session: AsyncSession, kind: StreamKind, record_id: UUID, facts: Mapping[str, Any]) -> None:
    await wait_for_turn(session, TURN)
    row = {"number": await _next_number(session), "kind": kind, "record_id": record_id, "facts": dict(facts)}
    await session.execute(insert(stream_events).values(row))


async def _next_number(session: AsyncSession) -> int:
    first = upsert(stream_position).values(id=1, last=1, forgotten=0)
    counted = first.on_conflict_do_update(
        index_elements=[stream_position.c.id], set_={"last": stream_position.c.last + 1}
    )
    number: int | None = await session.scalar(counted.returning(stream_position.c.last))
    if number is None:
        raise RuntimeError("the stream's position was not counted")
    return number
