"""The worker: moves records from the bus through the inbox, and commits offsets only after their effects.

Guarantees: offsets follow the database, never lead it; after a failure the failed record is read again before
any later one of its partition; a member that lost its partitions drops its batch, and redelivery is harmless. A
member that cannot reach its database leaves the group until it can, for others may reach theirs.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import structlog

from shared.messaging.attempts import Attempts
from shared.messaging.backoff import pause_after
from shared.messaging.bus import IncomingRecord, Partition, Subscription
from shared.messaging.faults import is_database_away
from shared.messaging.processing import EventProcessor
from shared.messaging.worker_metrics import WorkerMetrics
from shared.pauses import said_within

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class WorkerPace:
    """How the worker moves: records a batch, seconds to wait for some, tries, pauses, and when it is stalled."""

    batch: int = 100
    poll_seconds: float = 0.5
    tries: int = 5
    pause_seconds: float = 0.5
    longest_pause_seconds: float = 15.0
    look_at_lag_seconds: float = 5.0
    stalled_after_seconds: float = 60.0
    leave_after_seconds: float = 10.0
    """For how long the database may be away before the partitions are left to others."""


class _CutOffError(Exception):
    """This member has not reached its database for long."""


class Worker:
    """One member of a consumer group, applying what it is given until stopped."""

    def __init__(
        self,
        subscription: Subscription,
        processor: EventProcessor,
        *,
        metrics: WorkerMetrics | None = None,
        pace: WorkerPace | None = None,
    ) -> None:
        self._subscription = subscription
        self._processor = processor
        self._metrics = metrics or WorkerMetrics.unregistered(processor.consumer)
        self._pace = pace or WorkerPace()
        self._stopping = asyncio.Event()
        self._attempts = Attempts()
        self._moved_at = 0.0
        self._looked_at = 0.0
        self._cut_off_since: float | None = None

    def stop(self) -> None:
        """Ask the worker to end after the record it is applying."""
        self._stopping.set()

    async def run(self) -> None:
        """Apply records until stopped, joining the group anew when bus or database was lost or the bus went silent."""
        while not self._stopping.is_set():
            try:
                await self._subscription.start()
                self._moved_at = self._now()
                await self._apply_until_stopped()
            except ConnectionError as error:
                log.warning("worker_lost_bus", consumer=self._processor.consumer, error=str(error))
                await self._pause()
            except _CutOffError:
                log.warning("worker_left_for_want_of_database", consumer=self._processor.consumer)
            finally:
                await self._subscription.stop()
            await self._until_database_answers()

    async def _apply_until_stopped(self) -> None:
        while not self._stopping.is_set():
            batch = await self._subscription.poll(limit=self._pace.batch, wait=self._pace.poll_seconds)
            self._metrics.turned()
            if batch:
                self._moved_at = self._now()
                await self._apply_batch(batch)
                await self._leave_if_cut_off()
            await self._look_at_lag()

    async def _apply_batch(self, batch: Sequence[IncomingRecord]) -> None:
        """Apply each partition's records up to the first that fails, and commit how far they went.

        Where the database does not answer nothing more of the batch is tried: each try may take until a time-out.
        """
        next_offsets: dict[Partition, int] = {}
        failed: list[IncomingRecord] = []
        away = False
        for partition, records in groupby(batch, key=lambda record: record.partition):
            for record in records:
                if self._stopping.is_set() or away or not await self._applied(record):
                    self._subscription.rewind(partition, record.offset)
                    failed.append(record)
                    away = away or await self._is_cut_off()
                    break
                next_offsets[partition] = record.offset + 1
        if next_offsets and not await self._subscription.commit(next_offsets):
            log.info("worker_lost_partitions", consumer=self._processor.consumer)
        if failed:
            await self._pause(max(self._attempts.so_far(record) for record in failed))

    async def _applied(self, record: IncomingRecord) -> bool:
        """Apply one record; False when it must be read again later."""
        begun, last_try = self._now(), self._attempts.so_far(record) + 1 >= self._pace.tries
        try:
            applied = await self._processor.process(record, last_try=last_try)
        except Exception as error:  # noqa: BLE001 (whatever failed, the record is read again)
            self._note_failure(record, error, begun)
            return False
        self._attempts.succeeded(record)
        self._cut_off_since = None
        self._metrics.count(applied, record)
        return True

    def _note_failure(self, record: IncomingRecord, error: Exception, begun: float) -> None:
        self._metrics.failures.inc()
        if not is_database_away(error):
            self._attempts.failed(record)
            self._cut_off_since = None
        elif self._cut_off_since is None:
            self._cut_off_since = begun
        log.warning(
            "event_not_applied",
            consumer=self._processor.consumer,
            topic=record.partition.topic,
            partition=record.partition.number,
            offset=record.offset,
            attempts=self._attempts.so_far(record),
            error=repr(error),
        )

    async def _leave_if_cut_off(self) -> None:
        long_ago = self._now() - self._pace.leave_after_seconds
        if self._cut_off_since is not None and self._cut_off_since <= long_ago and await self._is_cut_off():
            raise _CutOffError

    async def _is_cut_off(self) -> bool:
        """Ask the database, where the last record failed as if it were away."""
        if self._cut_off_since is None or self._stopping.is_set():
            return False
        return not await self._processor.reaches_database()

    async def _until_database_answers(self) -> None:
        while not self._stopping.is_set() and not await self._processor.reaches_database():
            self._metrics.turned()
            await self._pause()
        self._cut_off_since = None

    async def _look_at_lag(self) -> None:
        if self._now() - self._looked_at < self._pace.look_at_lag_seconds:
            return
        self._looked_at = self._now()
        lag = await self._subscription.lag()
        self._metrics.lag.set(lag)
        if lag and self._now() - self._moved_at > self._pace.stalled_after_seconds:
            raise ConnectionError("records are waiting and none arrive; joining the group anew")

    async def _pause(self, attempts: int = 0) -> None:
        seconds = pause_after(attempts, first=self._pace.pause_seconds, longest=self._pace.longest_pause_seconds)
        await said_within(self._stopping, seconds)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
