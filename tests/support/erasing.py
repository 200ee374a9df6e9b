"""The parts of a service that erase persons, on a real database and on the bus in memory or a real broker."""

from argparse import Namespace
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from pydantic import SecretStr
from sqlalchemy import text

from shared.events.registry import ERASURES_TOPIC
from shared.kafka import KafkaAccess
from shared.messaging.relay import Relay
from shared.personal.erasing import Eraser
from shared.personal.erasures import Reason
from shared.personal.identifiers import KINDS
from shared.personal.listening import ErasureListener
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.erasing import eraser_of, republish_erasures
from shared.service.persons import Told, apply, erase, export, identified
from shared.service.process import lay_foundation
from shared.settings import ServiceRole
from tests.support.http_service import service_settings
from tests.support.memory_bus import MemoryBus
from tests.support.memory_topics import MemoryTopicReader
from tests.support.relays import QUICK, all_published
from tests.support.running_parts import at_work


@dataclass(frozen=True)
class ErasingService:
    """A service and its database, to which an operator's commands can be given.

    What erases waits for as many seconds as it has `patience` for those who are in its way.
    """

    definition: ServiceDefinition
    foundation: Foundation
    bus: MemoryBus
    patience: float = 10.0

    @property
    def eraser(self) -> Eraser:
        """What carries erasures out here."""
        eraser = eraser_of(self.definition, self.foundation)
        assert eraser is not None
        return replace(eraser, patience=self.patience)

    @property
    def reader(self) -> MemoryTopicReader:
        """A reader of the list, at its beginning."""
        return MemoryTopicReader(self.bus, ERASURES_TOPIC)

    async def export(self, **known_by: str) -> Told:
        """Hand out what is held about somebody."""
        return await export(self.definition, self.foundation, identified(self.foundation, asked(**known_by)))

    async def erase(self, **known_by: str) -> dict[str, Any]:
        """Erase somebody, and return what the command says."""
        identifiers = identified(self.foundation, asked(**known_by))
        [told] = await erase(self.definition, self.eraser, identifiers, Reason.REQUESTED)
        return told

    async def apply(self) -> Told:
        """Take in the list from the bus and apply it."""
        return await apply(self.eraser, self.reader)

    async def republish(self) -> int:
        """State the list again."""
        return await republish_erasures(self.definition, self.foundation.database)

    def listening(self) -> AbstractAsyncContextManager[None]:
        """Follow the list as the worker does, for as long as the block lasts."""
        return at_work(ErasureListener(self.reader, self.eraser, every=0.02))

    async def publish(self) -> None:
        """Bring to the bus what the outbox holds."""
        database = self.foundation.database
        publisher = self.bus.publisher()
        relay = Relay(database.unpooled, self.definition.outbox, publisher, service=self.definition.name, pace=QUICK)
        async with at_work(relay):
            await all_published(database)

    async def stored(self, *tables: str) -> str:
        """Return everything that these tables hold, as PostgreSQL writes it; the whole database when none is named."""
        names = tables or [row["name"] for row in await self.rows(_TABLES)]
        held = [await self.rows(f'SELECT t::text AS row FROM "{name}" t') for name in names]  # noqa: S608 (our tables)
        return "\n".join(row["row"] for rows in held for row in rows)

    async def rows(self, statement: str, **arguments: Any) -> Sequence[Any]:
        """Run one SQL statement in a transaction of its own, and return its rows."""
        async with self.foundation.database.engine.begin() as connection:
            result = await connection.execute(text(statement), arguments)
            return list(result.mappings()) if result.returns_rows else []


_TABLES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"


@asynccontextmanager
async def erasing(
    definition: ServiceDefinition, database_url: str, bus: MemoryBus | None = None, kafka: KafkaAccess | None = None
) -> AsyncGenerator[ErasingService]:
    """Stand on a migrated database, as the worker of the service does."""
    settings = service_settings(service_name=definition.name, database_url=SecretStr(database_url), pool_size=5)
    foundation = lay_foundation(definition, settings.model_copy(update={"roles": frozenset({ServiceRole.WORKER})}))
    if kafka is not None:
        foundation = replace(foundation, kafka=kafka)
    try:
        yield ErasingService(definition, foundation, bus or MemoryBus())
    finally:
        await foundation.database.dispose()


def asked(**known_by: str) -> Namespace:
    """Return a command's options as they are parsed."""
    return Namespace(**{kind: [known_by[kind]] if kind in known_by else [] for kind in KINDS})
