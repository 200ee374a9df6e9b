"""The relay: the one process of a service that moves rows from the outbox to the bus, in order, and marks them.

Guarantees: a committed row is sent at least once; one aggregate's rows are sent in order; a row is marked only
after the bus acknowledged it; a row the bus refuses blocks its own aggregate only and is parked, never dropped.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.messaging.bell import listen
from shared.messaging.bus import Delivery, Outcome, Publisher
from shared.messaging.leadership import own_connection, try_to_lead, while_connected
from shared.messaging.outbox_rows import OutboxRow, OutboxRows
from shared.messaging.relay_metrics import RelayMetrics
from shared.messaging.tracing import sending
from shared.messaging.waves import cut_into_waves
from shared.pauses import said_within

log = structlog.get_logger(__name__)

PURGE_BATCH = 1000


@dataclass(frozen=True)
class RelayPace:
    """How the relay moves: rows a window, seconds between polls and while away, tries before parking."""

    window: int = 500
    poll_seconds: float = 0.1
    standby_seconds: float = 0.5
    away_seconds: float = 1.0
    park_after: int = 10
    keep_published: timedelta = timedelta(days=7)
    housekeeping_seconds: float = 5.0
    silence_seconds: float = 60.0
    """After what silence a leader is taken for dead; well above what one wave may take."""


class Relay:
    """Publishes one service's outbox; several may run, one leads, the others stand by."""

    def __init__(
        self,
        engine: AsyncEngine,
        outbox: Table,
        publisher: Publisher,
        *,
        service: str,
        pace: RelayPace | None = None,
        metrics: RelayMetrics | None = None,
    ) -> None:
        self._engine = engine
        self._outbox = outbox
        self._publisher = publisher
        self._service = service
        self._pace = pace or RelayPace()
        self._metrics = metrics or RelayMetrics.unregistered(service)
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        self.is_leader = False

    def wake(self) -> None:
        """Say that rows were just committed, here or in another process, so that the next poll comes at once."""
        self._woken.set()

    def stop(self) -> None:
        """Ask the relay to end after the wave it is sending."""
        self._stopping.set()
        self._woken.set()

    async def run(self) -> None:
        """Lead or stand by until stopped, through losses of the database and of the bus."""
        try:
            while not self._stopping.is_set():
                try:
                    await self._lead_or_stand_by()
                except (SQLAlchemyError, OSError) as error:
                    log.warning("relay_lost_database", service=self._service, error=repr(error))
                    await self._rest(self._pace.away_seconds)
                except Exception:
                    log.exception("relay_failed", service=self._service)
                    await self._rest(self._pace.away_seconds)
                finally:
                    self._lead(is_leader=False)
        finally:
            await self._publisher.stop()

    async def _lead_or_stand_by(self) -> None:
        async with own_connection(self._engine, silence_seconds=self._pace.silence_seconds) as connection:
            while not await try_to_lead(connection, f"accord.relay.{self._service}"):
                await self._rest(self._pace.standby_seconds)
                if self._stopping.is_set():
                    return
            self._lead(is_leader=True)
            async with while_connected(connection):
                await listen(connection, self.wake)
                await self._publish_until_stopped(OutboxRows(connection, self._outbox))

    async def _publish_until_stopped(self, rows: OutboxRows) -> None:
        loop = asyncio.get_running_loop()
        next_housekeeping = loop.time()
        while not self._stopping.is_set():
            self._woken.clear()
            window = await rows.due(self._pace.window)
            reachable = await self._publish_window(rows, window)
            if loop.time() >= next_housekeeping:
                all_done = await self._keep_house(rows)
                next_housekeeping = loop.time() + (self._pace.housekeeping_seconds if all_done else 0)
            if not reachable:
                await self._rest(self._pace.away_seconds)
            elif len(window) < self._pace.window:
                await self._wait_for_rows()

    async def _publish_window(self, rows: OutboxRows, window: Sequence[OutboxRow]) -> bool:
        """Send a window wave by wave; False when the bus turned out to be away."""
        blocked: set[str] = set()
        for wave in cut_into_waves(window, key=lambda row: row.record.key):
            ready = [row for row in wave if row.record.key not in blocked]
            if not ready or self._stopping.is_set():
                break
            records = [row.record for row in ready]
            with sending(records) as spans:
                outcomes = await self._publisher.publish(records)
                spans.became(outcomes)
                await self._mark(rows, ready, outcomes)
            failed = [o.delivery is not Delivery.ACKNOWLEDGED for o in outcomes]
            blocked |= {row.record.key for row, bad in zip(ready, failed, strict=True) if bad}
            away = [outcome.error for outcome in outcomes if outcome.delivery is Delivery.UNREACHABLE]
            if away:
                self._metrics.unreachable.inc()
                log.warning("relay_bus_unreachable", service=self._service, records=len(away), error=away[0])
                return False
        return True

    async def _mark(self, rows: OutboxRows, wave: Sequence[OutboxRow], outcomes: Sequence[Outcome]) -> None:
        pairs = list(zip(wave, outcomes, strict=True))
        published = [row.position for row, o in pairs if o.delivery is Delivery.ACKNOWLEDGED]
        refused = [(row, o.error or "") for row, o in pairs if o.delivery is Delivery.REFUSED]
        await rows.mark(published, refused, self._pace.park_after)
        self._metrics.published.inc(len(published))
        self._metrics.refused.inc(len(refused))
        for row, error in refused:
            log.error("outbox_row_refused", key=row.record.key, attempts=row.attempts + 1, error=error)

    async def _keep_house(self, rows: OutboxRows) -> bool:
        """Report the backlog and purge a batch; False when there is more to purge."""
        self._metrics.report(await rows.backlog())
        return await rows.purge(self._pace.keep_published, PURGE_BATCH) < PURGE_BATCH

    async def _wait_for_rows(self) -> None:
        """Wait for the next poll, or less when somebody wakes the relay."""
        await said_within(self._woken, self._pace.poll_seconds)

    async def _rest(self, seconds: float) -> None:
        """Wait though there may be rows, unless the relay is to stop."""
        await said_within(self._stopping, seconds)

    def _lead(self, *, is_leader: bool) -> None:
        if is_leader != self.is_leader:
            log.info("relay_leads" if is_leader else "relay_stands_down", service=self._service)
        self.is_leader = is_leader
        self._metrics.leader.set(int(is_leader))
