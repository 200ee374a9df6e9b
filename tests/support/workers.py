"""Workers on the little service, handlers that misbehave on demand, and subscriptions that fail in one way."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import Envelope
from shared.events.registry import NEEDS_TOPIC
from shared.messaging.bus import IncomingRecord, OutgoingRecord, Partition, Subscription
from shared.messaging.processing import Applied, EventProcessor, Handler
from shared.messaging.worker import Worker, WorkerPace
from shared.messaging.worker_metrics import WorkerMetrics
from shared.persistence.database import Database
from tests.support.deliveries import AMENDED, EFFECTS, INBOX, keep_effect, rows_of
from tests.support.memory_bus import MemoryBus
from tests.support.waiting import eventually

CONSUMER = "matcher"
QUICK = WorkerPace(
    batch=10, poll_seconds=0.02, tries=3, pause_seconds=0.005, longest_pause_seconds=0.02, look_at_lag_seconds=0.02
)


class Figures:
    """A worker's figures and a way to read them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.metrics = WorkerMetrics.registered(CONSUMER, self._registry)

    def __getitem__(self, result: Applied) -> float:
        name = f"{CONSUMER}_events_handled_count_total"
        return self._registry.get_sample_value(name, {"result": result.value}) or 0.0

    def value(self, name: str) -> float:
        """Return the value of a figure without labels."""
        return self._registry.get_sample_value(f"{CONSUMER}_{name}") or 0.0


class Handling:
    """Keeps effects, after doing what the test wants done for some events; counts the tries of each event."""

    def __init__(self) -> None:
        self.before: dict[str, Callable[[AsyncSession, Envelope], Awaitable[None]]] = {}
        self.tries: Counter[str] = Counter()

    async def __call__(self, session: AsyncSession, event: Envelope) -> None:
        """Handle an event."""
        name = name_of(event)
        self.tries[name] += 1
        await keep_effect(session, event)
        if name in self.before:
            await self.before[name](session, event)

    def fail(self, event: Envelope, error: Exception, *, times: int = 1_000_000) -> None:
        """Raise for an event, that many times, after its effect was written."""

        async def raise_it(session: AsyncSession, event: Envelope) -> None:
            del session
            if self.tries[name_of(event)] <= times:
                raise error

        self.before[name_of(event)] = raise_it


class DiesAtCommit:
    """A subscription whose member is killed after the effects and before the offsets are committed."""

    def __init__(self, inner: Subscription) -> None:
        self._inner = inner
        self.reached = asyncio.Event()

    async def start(self) -> None:
        """Join."""
        await self._inner.start()

    async def poll(self, *, limit: int, wait: float) -> list[IncomingRecord]:
        """Read."""
        return await self._inner.poll(limit=limit, wait=wait)

    async def commit(self, next_offsets: Mapping[Partition, int]) -> bool:
        """Wait for the end."""
        del next_offsets
        self.reached.set()
        await asyncio.Event().wait()
        return False

    def rewind(self, partition: Partition, offset: int) -> None:
        """Go back."""
        self._inner.rewind(partition, offset)

    async def lag(self) -> int:
        """Look."""
        return await self._inner.lag()

    async def ends(self) -> Mapping[Partition, int]:
        """Look at the ends."""
        return await self._inner.ends()

    async def stop(self) -> None:
        """Leave."""
        await self._inner.stop()


class FallsSilent(DiesAtCommit):
    """A subscription that returns nothing more once it is silenced, until it is started again."""

    def __init__(self, inner: Subscription) -> None:
        super().__init__(inner)
        self.silent = False
        self.silences = 0

    async def start(self) -> None:
        """Join, and speak again."""
        self.silent = False
        await super().start()

    async def poll(self, *, limit: int, wait: float) -> list[IncomingRecord]:
        """Read, or hear nothing."""
        if self.silent:
            self.silences += 1
            await asyncio.sleep(0)
            return []
        return await super().poll(limit=limit, wait=wait)

    async def commit(self, next_offsets: Mapping[Partition, int]) -> bool:
        """Commit."""
        return await self._inner.commit(next_offsets)


def name_of(event: Envelope) -> str:
    """Return a short name of an event: its key and version."""
    return f"{event.subject}/{event.version}"


def processor_on(database: Database, handler: Handler = keep_effect, *types: str) -> EventProcessor:
    """Return what applies records to the little service."""
    handlers = dict.fromkeys(types or (AMENDED,), handler)
    return EventProcessor(database.sessions, INBOX, handlers, consumer=CONSUMER)


def worker_on(
    database: Database,
    subscription: Subscription,
    handler: Handler = keep_effect,
    *,
    pace: WorkerPace = QUICK,
    figures: Figures | None = None,
) -> Worker:
    """Return a worker of the little service."""
    metrics = (figures or Figures()).metrics
    return Worker(subscription, processor_on(database, handler), metrics=metrics, pace=pace)


def send(bus: MemoryBus, events: Iterable[Envelope]) -> list[Envelope]:
    """Put events on the bus as the relay does."""
    sent = list(events)
    for event in sent:
        bus.write(record_of(event))
    return sent


def record_of(event: Envelope) -> OutgoingRecord:
    """Return the record that carries an event."""
    headers = tuple((name, value.encode()) for name, value in event.headers().items())
    return OutgoingRecord(NEEDS_TOPIC, event.subject, event.payload(), headers)


async def effects(database: Database) -> list[str]:
    """Return what took effect, in order."""
    return [f"{row['key']}/{row['version']}" for row in await rows_of(database, EFFECTS)]


async def took_effect(database: Database, events: Iterable[Envelope]) -> None:
    """Wait until every one of the events took effect."""
    wanted = {name_of(event) for event in events}

    async def all_there() -> bool:
        return wanted <= set(await effects(database))

    await eventually(all_there, within=20, what="every event took effect")
