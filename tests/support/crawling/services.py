"""Needs, offers and matcher on real databases, believing one identity provider; events go between them when told to."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.personal.taking_out import ErasedPersons
from matcher.consumers import TOPICS as MATCHER_TOPICS
from matcher.consumers import handlers as matcher_handlers
from matcher.main import SERVICE as MATCHER
from matcher.main import TAKEN_IN
from needs.consumers import TOPICS as NEEDS_TOPICS
from needs.consumers import handlers as needs_handlers
from needs.main import SERVICE as NEEDS
from needs.main import TABLES as NEEDS_INBOX
from offers.consumers import TOPICS as OFFERS_TOPICS
from offers.consumers import handlers as offers_handlers
from offers.main import INBOX as OFFERS_INBOX
from offers.main import SERVICE as OFFERS
from shared.messaging.bus import IncomingRecord, Partition
from shared.messaging.processing import Applied, EventProcessor
from tests.support.running_matcher import KEY
from tests.support.running_service import RunningService, running
from tests.support.tokens import TokenForge

if TYPE_CHECKING:
    from tests.support.databases import Databases

Document = dict[str, Any]

DEFINITIONS: Final = {"needs": NEEDS, "offers": OFFERS, "matcher": MATCHER}
TOPICS: Final = {"needs": NEEDS_TOPICS, "offers": OFFERS_TOPICS, "matcher": MATCHER_TOPICS}

_NEW_ROWS: Final = "SELECT * FROM outbox WHERE position > :after ORDER BY position"


@dataclass(frozen=True)
class Services:
    """The three services; `carried` says how far each one's outbox was taken to the others."""

    running: Mapping[str, RunningService]
    processors: Mapping[str, EventProcessor]
    forge: TokenForge
    carried: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DEFINITIONS, 0))

    def __getitem__(self, name: str) -> RunningService:
        return self.running[name]

    async def carry(self) -> None:
        """Take what the services say to whom it concerns, until nobody says anything more."""
        while [await self._carry_from(name) for name in self.running].count(True):
            pass

    async def sent(self) -> list[Any]:
        """Return every row of every outbox."""
        return [row for each in self.running.values() for row in await each.rows(_NEW_ROWS, after=0)]

    async def done(self, method: str, service: str, path: str, actor: Any, body: Any = None, **more: Any) -> Document:
        """Send a request that has to succeed, and return what it shows."""
        answer: httpx.Response = await self.running[service].ask(method, path, actor, body, **more)
        assert answer.is_success, (method, path, answer.text)
        return answer.json() if answer.content else {}

    async def _carry_from(self, name: str) -> bool:
        rows = await self.running[name].rows(_NEW_ROWS, after=self.carried[name])
        for row in rows:
            await self._hand_over(row)
            self.carried[name] = row["position"]
        return bool(rows)

    async def _hand_over(self, row: Any) -> None:
        headers = tuple((key, value.encode()) for key, value in row["headers"].items())
        record = IncomingRecord(Partition(row["topic"], 0), 0, row["key"].encode(), row["payload"], headers, 0.0)
        for name, processor in self.processors.items():
            if row["topic"] in TOPICS[name]:
                assert await processor.process(record) is Applied.APPLIED, (name, row["type"])


@asynccontextmanager
async def services_in(databases: "Databases") -> AsyncGenerator[Services]:
    """Run the three services on databases of their own."""
    forge = TokenForge()
    async with AsyncExitStack() as stack:
        started: dict[str, RunningService] = {}
        for name, definition in DEFINITIONS.items():
            url = await databases.create_for_service(name)
            stack.push_async_callback(databases.drop, url)
            started[name] = await stack.enter_async_context(running(definition, url))
            started[name].app.state.token_verifier = forge.verifier()
        yield Services(started, _processors(started), forge)


def _processors(started: Mapping[str, RunningService]) -> Mapping[str, EventProcessor]:
    clock = started["matcher"].clock
    applied = {
        "needs": (NEEDS_INBOX, needs_handlers(clock)),
        "offers": (OFFERS_INBOX, offers_handlers(clock)),
        "matcher": (TAKEN_IN, matcher_handlers(EngineInMemory(), clock, ErasedPersons(KEY))),
    }
    return {
        name: EventProcessor(started[name].database.sessions, tables, handlers, consumer=name)
        for name, (tables, handlers) in applied.items()
    }
