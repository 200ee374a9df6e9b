"""What is told of a round while it runs: numbered rows, written under the round's own lock and read in order.

Numbers have no gaps and rows appear in their order, so that a reader who has seen number N misses nothing after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.tables import round_events, rounds

STARTED: Final = "started"
PROGRESS: Final = "progress"
ENDED: Final = "ended"


@dataclass(frozen=True)
class RoundEvent:
    """One thing that was told: started (`attempt`), progress, or ended (`status`), which is always the last."""

    number: int
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Telling:
    """An event before it has its number."""

    kind: str
    facts: Mapping[str, Any]


async def write_events(session: AsyncSession, round_id: UUID, told: Iterable[Telling], *, first: int) -> None:
    """Write events with the numbers that the caller took from the round's row, which its transaction has locked."""
    rows = [
        {"round_id": round_id, "number": number, "kind": each.kind, "facts": dict(each.facts)}
        for number, each in enumerate(told, start=first)
    ]
    if rows:
        await session.execute(insert(round_events), rows)


async def events_after(session: AsyncSession, round_id: UUID, number: int, *, limit: int) -> Sequence[RoundEvent]:
    """Return what was told after this number, in order."""
    mine = (round_events.c.round_id == round_id) & (round_events.c.number > number)
    columns = (round_events.c.number, round_events.c.kind, round_events.c.facts)
    rows = await session.execute(select(*columns).where(mine).order_by(round_events.c.number).limit(limit))
    return [RoundEvent(*row) for row in rows]


async def forget_progress(session: AsyncSession, before: Any) -> None:
    """Forget the progress of rounds that ended before this moment; how they began and ended is kept."""
    ended = select(rounds.c.id).where(rounds.c.finished_at < before)
    old = (round_events.c.kind == PROGRESS) & round_events.c.round_id.in_(ended)
    await session.execute(delete(round_events).where(old))
