"""A service in little: its outbox, inbox and dead letters, events to send, and a table that shows every effect."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Integer, MetaData, Table, Text, Uuid, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from shared.clock import system_clock
from shared.events.envelope import Envelope, decode
from shared.events.model import Text as Told
from shared.events.model import Window
from shared.events.needs import NeedComponent, NeedState
from shared.identifiers import new_id
from shared.messaging.bus import IncomingRecord
from shared.messaging.dead_letters import dead_letters_table
from shared.messaging.inbox import inbox_table
from shared.messaging.outbox import append, outbox_table
from shared.messaging.processing import InboxTables
from shared.persistence.database import Database
from tests.support.databases import Databases

METADATA = MetaData()
OUTBOX = outbox_table(METADATA)
INBOX = InboxTables(inbox_table(METADATA), dead_letters_table(METADATA))
EFFECTS = Table(
    "effects",
    METADATA,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
AMENDED = "org.accord.need.amended.v1"
RESTATED = "org.accord.need.restated.v1"


class Runs(Protocol):
    """Something that runs until it is asked to stop."""

    async def run(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True)
class Counts:
    """What became of accepted events on the bus; `out_of_order` counts records older than one already seen."""

    accepted: int
    published: int
    duplicated: int
    out_of_order: int


async def make_tables(url: str) -> None:
    """Fill an empty database with the tables."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    await engine.dispose()


@asynccontextmanager
async def small_service(databases: Databases) -> AsyncGenerator[Database]:
    """Give access to a database with the tables, and drop it afterwards."""
    url = await databases.create(await databases.template("deliveries", make_tables))
    database = Database.at(url)
    try:
        yield database
    finally:
        await database.dispose()
        await databases.drop(url)


@asynccontextmanager
async def running(part: Runs) -> AsyncGenerator[asyncio.Task[None]]:
    """Run a relay or a worker beside the test; it must end within seconds of being stopped."""
    task = asyncio.create_task(part.run())
    try:
        yield task
    finally:
        part.stop()
        async with asyncio.timeout(15):
            await asyncio.wait({task})
    if not task.cancelled():
        task.result()


def need_event(key: UUID, version: int, *, event_type: str = AMENDED, narrative: str = "") -> Envelope:
    """Return an event that states a need at this version."""
    now = system_clock()
    state = NeedState(
        need_id=key,
        version=version,
        status="open",
        states=("GHA",),
        texts=(Told(language="en", title="Marking machines", narrative=narrative),),
        components=(NeedComponent(component_id=key, category="marking"),),
        priority=3,
        window=Window(),
        shortest_useful_days=30,
        applicants=("state",),
        has_authority=True,
        has_sustainability_plan=False,
        visibility="public",
        specificity=50,
        updated_at=now,
    )
    return Envelope(new_id(), event_type, "/accord/needs", str(key), now, version, state)


async def accept(database: Database, events: Iterable[Envelope]) -> list[Envelope]:
    """Commit each event in a transaction of its own, as requests do."""
    accepted = list(events)
    for event in accepted:
        async with database.sessions() as session, session.begin():
            await append(session, OUTBOX, event)
    return accepted


def histories(keys: int, versions: int) -> list[Envelope]:
    """Return that many needs with that many versions each, the needs interleaved."""
    ids = [new_id() for _ in range(keys)]
    return [need_event(key, version) for version in range(1, versions + 1) for key in ids]


async def keep_effect(session: AsyncSession, event: Envelope) -> None:
    """Apply an event: nothing keeps it from happening twice but the delivery path."""
    effect = insert(EFFECTS).values(event_id=event.id, key=event.subject, version=event.version)
    await session.execute(effect)


async def rows_of(database: Database, table: Table, *conditions: Any) -> list[dict[str, Any]]:
    """Return a table's rows in the order in which they were written."""
    async with database.sessions() as session:
        ordered = select(table).where(*conditions).order_by(*table.primary_key.columns)
        return [dict(row) for row in (await session.execute(ordered)).mappings()]


async def unpublished(database: Database) -> int:
    """Count the outbox rows that the bus has not acknowledged."""
    return len(await rows_of(database, OUTBOX, OUTBOX.c.published_at.is_(None)))


def count(accepted: Sequence[Envelope], records: Iterable[IncomingRecord]) -> Counts:
    """Compare what was accepted with what the bus holds, print the counts and return them."""
    seen: set[UUID] = set()
    newest: defaultdict[str, int] = defaultdict(int)
    duplicated = out_of_order = 0
    for record in records:
        event = decode(record.headers, record.value)
        duplicated += event.id in seen
        out_of_order += event.version < newest[event.subject]
        newest[event.subject] = max(newest[event.subject], event.version)
        seen.add(event.id)
    published = len(seen & {event.id for event in accepted})
    counts = Counts(len(accepted), published, duplicated, out_of_order)
    print(counts)  # noqa: T201 (the counts are the proof, shown by `pytest -rP`)
    return counts
