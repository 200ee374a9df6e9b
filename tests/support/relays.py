"""Relays on the little service: quick ones, ones that are stuck, and ways to look at and disturb what they do."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from prometheus_client import CollectorRegistry
from sqlalchemy import func, text, update

from shared.messaging.bus import Outcome, OutgoingRecord
from shared.messaging.relay import Relay, RelayPace
from shared.messaging.relay_metrics import RelayMetrics
from shared.persistence.database import Database
from tests.support.deliveries import OUTBOX, rows_of, unpublished
from tests.support.memory_bus import MemoryBus, MemoryPublisher
from tests.support.waiting import eventually

QUICK = RelayPace(window=50, poll_seconds=0.02, standby_seconds=0.02, away_seconds=0.02, park_after=3)
_END_LEADERS = text(
    """
    SELECT pg_terminate_backend(pg_locks.pid, 5000) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND granted AND datname = current_database()
    """
)


class Figures:
    """A relay's figures and a way to read them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.metrics = RelayMetrics.registered("needs", self._registry)

    def __getitem__(self, name: str) -> float:
        return self._registry.get_sample_value(f"needs_{name}") or 0.0


class StuckAfterPublishing(MemoryPublisher):
    """Publishes, and never says so."""

    def __init__(self, bus: MemoryBus) -> None:
        super().__init__(bus)
        self.reached = asyncio.Event()

    async def publish(self, wave: Sequence[OutgoingRecord]) -> list[Outcome]:
        """Write the wave and wait for ever."""
        await super().publish(wave)
        self.reached.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


class StuckBeforePublishing(MemoryPublisher):
    """Holds every wave back until it is let go."""

    def __init__(self, bus: MemoryBus) -> None:
        super().__init__(bus)
        self.reached = asyncio.Event()
        self.let_go = asyncio.Event()

    async def publish(self, wave: Sequence[OutgoingRecord]) -> list[Outcome]:
        """Wait, then write the wave."""
        self.reached.set()
        await self.let_go.wait()
        return await super().publish(wave)


def relay_on(database: Database, publisher: Any, pace: RelayPace = QUICK, figures: Figures | None = None) -> Relay:
    """Return a relay of the little service."""
    metrics = (figures or Figures()).metrics
    return Relay(database.unpooled, OUTBOX, publisher, service="needs", pace=pace, metrics=metrics)


async def all_published(database: Database) -> None:
    """Wait until the outbox is empty."""

    async def none_left() -> bool:
        return await unpublished(database) == 0

    await eventually(none_left, within=20, what="every row is published")


async def row_of(database: Database, key: UUID, version: int = 1) -> dict[str, Any]:
    """Return the outbox row of one version."""
    [row] = await rows_of(database, OUTBOX, OUTBOX.c.key == str(key), OUTBOX.c.key_version == version)
    return row


async def let_retries_be_due(database: Database) -> None:
    """Move the time of the next try to now."""
    async with database.engine.begin() as connection:
        waiting = update(OUTBOX).where(OUTBOX.c.retry_at.is_not(None))
        await connection.execute(waiting.values(retry_at=func.now()))


async def parked(database: Database, key: UUID) -> bool:
    """Hasten the retries of a refused row, and say whether it is parked by now."""
    await let_retries_be_due(database)
    return (await row_of(database, key))["parked_at"] is not None


async def end_leaders(database: Database) -> None:
    """End the database sessions that hold a relay's lock."""
    async with database.engine.begin() as connection:
        await connection.execute(_END_LEADERS)
