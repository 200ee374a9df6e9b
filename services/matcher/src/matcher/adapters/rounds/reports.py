"""What a worker writes of the round in its hands: signs of life, progress, and how it ended, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from matcher.adapters.rounds.events import ENDED, Telling, write_events
from matcher.adapters.rounds.queue import TakenRound
from matcher.adapters.rounds.tables import round_records, rounds
from shared.clock import Clock


@dataclass(frozen=True)
class Ending:
    """How a round ended: its status, and what is kept with it, by column."""

    status: str
    kept: Mapping[str, Any]


class RoundReports:
    """Writes only while the round is still the worker's own; each method says whether it is."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    async def tell(self, taken: TakenRound, told: Sequence[Telling]) -> bool:
        """Give a sign of life, with what there is to tell."""
        async with self._sessions() as session, session.begin():
            last = await self._change(session, taken, told, {"heartbeat_at": func.now()})
        return last is not None

    async def note_records(
        self, taken: TakenRound, input_digest: str, records: Mapping[str, Mapping[str, int]]
    ) -> bool:
        """Keep between which needs and offers the round chooses: kind -> id -> version."""
        rows = [
            {"round_id": taken.id, "record_id": UUID(record_id), "kind": kind, "version": version}
            for kind, versions in records.items()
            for record_id, version in versions.items()
        ]
        async with self._sessions() as session, session.begin():
            last = await self._change(session, taken, (), {"input_digest": input_digest, "heartbeat_at": func.now()})
            if last is not None and rows:
                await session.execute(upsert(round_records).on_conflict_do_nothing(), rows)
        return last is not None

    async def end(self, taken: TakenRound, ending: Ending, told: Sequence[Telling] = ()) -> bool:
        """Keep how the round ended; nothing is told of it afterwards."""
        last_words = [*told, Telling(ENDED, {"status": ending.status})]
        values = {**ending.kept, "status": ending.status, "finished_at": self._clock()}
        async with self._sessions() as session, session.begin():
            last = await self._change(session, taken, last_words, values)
        return last is not None

    async def _change(
        self, session: AsyncSession, taken: TakenRound, told: Sequence[Telling], values: Mapping[str, Any]
    ) -> int | None:
        mine = and_(rounds.c.id == taken.id, rounds.c.attempt == taken.attempt, rounds.c.status == "running")
        change = update(rounds).where(mine).values(last_event=rounds.c.last_event + len(told), **values)
        last = await session.scalar(change.returning(rounds.c.last_event))
        if last is not None:
            await write_events(session, taken.id, told, first=last - len(told) + 1)
        return last
