"""The matcher on a real database: told of needs and offers as its worker is, and asked over HTTP."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.personal.taking_out import ErasedPersons
from matcher.adapters.tables import dead_letters, inbox
from matcher.consumers import TOPICS, handlers
from matcher.main import CONSUMER, SERVICE
from shared.messaging.processing import Applied, EventProcessor, InboxTables
from shared.messaging.worker import Worker, WorkerPace
from tests.support.memory_bus import MemoryBus
from tests.support.persons import KEY
from tests.support.published_states import State, event_of, received
from tests.support.running_service import RunningService, running

Pairs = dict[tuple[str, str], int]
"""Candidates: the external ids of need and offer, and the score."""

PACE = WorkerPace(poll_seconds=0.05, pause_seconds=0.01, longest_pause_seconds=0.1)


@dataclass(frozen=True)
class RunningMatcher:
    """The matcher's API, and one worker process of it with an engine of its own."""

    service: RunningService
    processor: EventProcessor

    async def take_in(self, *states: State, happened: str = "amended") -> list[Applied]:
        """Apply an event for each state, in order, and tell what became of each."""
        return [await self.processor.process(received(event_of(state, happened))) for state in states]

    def another_worker(self) -> "RunningMatcher":
        """Return the same matcher seen from a second worker process."""
        return RunningMatcher(self.service, processor_of(self.service))

    def worker_on(self, bus: MemoryBus) -> Worker:
        """Return a worker process of its own that reads from a bus."""
        return Worker(bus.subscription("accord.matcher", *TOPICS), processor_of(self.service), pace=PACE)

    async def pairs(self) -> Pairs:
        """Return every candidate."""
        rows = await self.service.rows(
            "SELECT needs.external_id AS need, offers.external_id AS offer, score"
            " FROM candidates JOIN needs USING (need_id) JOIN offers USING (offer_id)"
        )
        return {(row["need"], row["offer"]): row["score"] for row in rows}

    async def versions(self) -> dict[str, int]:
        """Return the version of each need and offer that is kept."""
        both = "SELECT external_id, version FROM needs UNION ALL SELECT external_id, version FROM offers"
        return {row["external_id"]: row["version"] for row in await self.service.rows(both)}

    async def candidates_as_bytes(self) -> bytes:
        """Return the whole table of candidates, in the order of its key, as the database writes it."""
        rows = await self.service.rows("SELECT candidates::text AS row FROM candidates ORDER BY need_id, offer_id")
        return "\n".join(row["row"] for row in rows).encode()

    async def kept_as_bytes(self) -> bytes:
        """Return candidates and projections, the latter without the numbers that count their changes."""
        each = "SELECT {0}_id, version, state::text AS state FROM {0}s ORDER BY {0}_id"
        kept = [str(list(await self.service.rows(each.format(kind)))) for kind in ("need", "offer")]
        return "\n".join(kept).encode() + await self.candidates_as_bytes()

    async def applied(self) -> int:
        """Return how many events were claimed."""
        return (await self.service.count("inbox"))["inbox"]


def processor_of(service: RunningService) -> EventProcessor:
    """Return what a worker process applies events with: the handlers on an engine of their own."""
    handled = handlers(EngineInMemory(), service.clock, ErasedPersons(KEY))
    tables = InboxTables(inbox, dead_letters)
    return EventProcessor(service.database.sessions, tables, handled, consumer=CONSUMER)


@asynccontextmanager
async def matcher_at(database_url: str) -> AsyncGenerator[RunningMatcher]:
    """Run the matcher on a migrated database."""
    async with running(SERVICE, database_url) as service:
        yield RunningMatcher(service, processor_of(service))
