"""Rounds that wait for a worker: each is taken by one at a time, and taken again when its worker falls silent.

Silence is measured by the database's clock. Whoever takes a round up counts its `attempt` on, and every later write
names the attempt it belongs to: a worker that comes back from the dead can change nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from matcher.adapters.rounds.events import ENDED, STARTED, Telling, write_events
from matcher.adapters.rounds.inputs import Document, expanded, freeze_inputs
from matcher.adapters.rounds.tables import round_inputs, rounds
from shared.clock import Clock

MOST_ATTEMPTS: Final = 3
"""How often a round is taken up before it is given up: what kills its workers would go on doing so."""


@dataclass(frozen=True)
class TakenRound:
    """A round in the hands of one worker."""

    id: UUID
    attempt: int
    settings: Mapping[str, Any]


class RoundQueue:
    """Takes rounds up for one worker, first come first served; `silence_seconds` ends another worker's hold."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], clock: Clock, *, silence_seconds: float = 15
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._silence_seconds = silence_seconds

    async def take(self) -> TakenRound | None:
        """Take up the round that has waited longest, if there is one; one that was tried too often fails."""
        async with self._sessions() as session, session.begin():
            row = (await session.execute(self._waiting())).one_or_none()
            if row is None:
                return None
            if row.attempt >= MOST_ATTEMPTS:
                await self._give_up(session, row)
                return None
            taken = TakenRound(row.id, row.attempt + 1, row.settings)
            await self._start(session, taken, row.last_event)
        return taken

    async def inputs(self, taken: TakenRound) -> Document:
        """Return what the round is computed from: frozen now, or when it was taken up for the first time."""
        async with self._sessions() as session:
            kept = await session.scalar(select(round_inputs.c.content).where(round_inputs.c.round_id == taken.id))
        if kept is not None:
            return expanded(kept)
        historic = bool(taken.settings["scope"]["historic"])
        frozen = await freeze_inputs(self._sessions, self._clock().date(), historic=historic)
        async with self._sessions() as session, session.begin():
            await session.execute(insert(round_inputs).values(round_id=taken.id, content=frozen.compressed()))
            seen = {"needs_seen": frozen.needs_seen, "offers_seen": frozen.offers_seen}
            await session.execute(update(rounds).where(rounds.c.id == taken.id).values(**seen))
        return frozen.document

    async def give_back(self, taken: TakenRound, *, counted: bool) -> None:
        """Let the round be taken up again at once; not `counted` where nothing was wrong with it."""
        mine = and_(rounds.c.id == taken.id, rounds.c.attempt == taken.attempt, rounds.c.status == "running")
        attempt = taken.attempt if counted else taken.attempt - 1
        async with self._sessions() as session, session.begin():
            await session.execute(update(rounds).where(mine).values(status="queued", attempt=attempt))

    def _waiting(self) -> Any:
        silent = func.make_interval(0, 0, 0, 0, 0, 0, literal(self._silence_seconds))
        # A sign of life from so far ahead was given while the database's clock was wrong.
        heard = rounds.c.heartbeat_at.between(func.now() - silent, func.now() + silent)
        abandoned = and_(rounds.c.status == "running", ~heard)
        columns = (rounds.c.id, rounds.c.attempt, rounds.c.settings, rounds.c.last_event)
        query = select(*columns).where(or_(rounds.c.status == "queued", abandoned))
        return query.order_by(rounds.c.created_at, rounds.c.id).limit(1).with_for_update(skip_locked=True)

    async def _start(self, session: AsyncSession, taken: TakenRound, last_event: int) -> None:
        started = {
            "status": "running",
            "attempt": taken.attempt,
            "heartbeat_at": func.now(),
            "started_at": func.coalesce(rounds.c.started_at, self._clock()),
            "last_event": last_event + 1,
        }
        await session.execute(update(rounds).where(rounds.c.id == taken.id).values(**started))
        await write_events(session, taken.id, [Telling(STARTED, {"attempt": taken.attempt})], first=last_event + 1)

    async def _give_up(self, session: AsyncSession, row: Any) -> None:
        ended = {
            "status": "failed",
            "failure": f"given up: its worker or its solver died {row.attempt} times",
            "finished_at": self._clock(),
            "last_event": row.last_event + 1,
        }
        await session.execute(update(rounds).where(rounds.c.id == row.id).values(**ended))
        await write_events(session, row.id, [Telling(ENDED, {"status": "failed"})], first=row.last_event + 1)
