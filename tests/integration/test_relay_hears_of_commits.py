"""A relay in a process of its own hears of what others commit, and does not wait for its next poll."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.messaging.bell import CHANNEL, Bell, ring_after_commits
from shared.messaging.outbox import append
from shared.messaging.relay import RelayPace
from shared.persistence.database import Database
from tests.support.databases import Databases
from tests.support.deliveries import OUTBOX, accept, need_event, running, small_service, unpublished
from tests.support.memory_bus import MemoryBus
from tests.support.relays import all_published, relay_on
from tests.support.waiting import eventually

SELDOM = RelayPace(poll_seconds=60)


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    async with small_service(databases) as database:
        yield database


@asynccontextmanager
async def rings_heard(database: Database) -> AsyncGenerator[list[str]]:
    """Collect every ring, as PostgreSQL passes it on."""
    heard: list[str] = []

    def hear(_connection: object, _pid: int, channel: str, _payload: object) -> None:
        heard.append(channel)

    url = database.engine.url
    connection = await asyncpg.connect(user="postgres", host=str(url.query["host"]), database=url.database)
    try:
        await connection.add_listener(CHANNEL, hear)
        yield heard
    finally:
        await connection.close()


async def test_what_another_process_commits_is_published_at_once(database: Database) -> None:
    bus = MemoryBus()
    ring_after_commits(database.sessions, Bell(database.engine).ring)
    await accept(database, [need_event(new_id(), 1)])
    async with running(relay_on(database, bus.publisher(), SELDOM)):
        await all_published(database)
        await accept(database, [need_event(new_id(), 1)])
        await eventually(lambda: len(bus.records(NEEDS_TOPIC)) == 2, within=5, what="the second event is published")


async def test_what_is_rolled_back_rings_nobody(database: Database) -> None:
    rings = list[str]()
    ring_after_commits(database.sessions, lambda: rings.append("ring"))
    async with database.sessions() as session:
        await append(session, OUTBOX, need_event(new_id(), 1))
        await session.rollback()
    assert (rings, await unpublished(database)) == ([], 0)


async def test_a_commit_without_events_rings_nobody(database: Database) -> None:
    rings = list[str]()
    ring_after_commits(database.sessions, lambda: rings.append("ring"))
    async with database.sessions() as session, session.begin():
        await unpublished(database)
    assert rings == []


async def test_a_bell_that_cannot_ring_fails_no_commit(database: Database) -> None:
    nowhere = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere")
    bell = Bell(nowhere)
    ring_after_commits(database.sessions, bell.ring)
    await accept(database, [need_event(new_id(), 1)])
    await eventually(lambda: bell.is_silent, within=5, what="it gave up")
    assert await unpublished(database) == 1
    await nowhere.dispose()


async def test_rings_that_come_together_are_passed_on_as_a_few(database: Database) -> None:
    bell = Bell(database.engine)
    async with rings_heard(database) as heard:
        for _ in range(100):
            bell.ring()
        await eventually(lambda: bell.is_silent, within=5, what="all was rung")
        await eventually(lambda: len(heard) >= 1, within=5, what="somebody heard")
        bell.ring()
        bell.ring()
        await eventually(lambda: len(heard) >= 2, within=5, what="it is heard again")
    assert len(heard) <= 4
