"""A worker that alone cannot reach its database leaves its partitions to the others, and comes back when it can."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy.engine import make_url

from shared.events.registry import NEEDS_TOPIC
from shared.persistence.database import Database
from tests.support.databases import Databases
from tests.support.deliveries import histories, running, small_service
from tests.support.links.link import Link
from tests.support.links.weather import CLEAR, Weather
from tests.support.memory_bus import MemoryBus
from tests.support.waiting import eventually
from tests.support.workers import CONSUMER, QUICK, Handling, effects, name_of, send, took_effect, worker_on

SOON = replace(QUICK, leave_after_seconds=0.2)


@pytest.fixture
async def database(databases: Databases) -> AsyncGenerator[Database]:
    async with small_service(databases) as database:
        yield database


@asynccontextmanager
async def through_a_link(databases: Databases, database: Database) -> AsyncGenerator[tuple[Link, Database]]:
    """Reach the same database by a network that can be spoilt."""
    async with Link(databases.server.socket) as link:
        name = make_url(str(database.engine.url)).database
        linked = Database.at(f"postgresql+asyncpg://postgres@{link.address}/{name}", pool_size=2)
        yield link, linked
        await linked.dispose()


async def test_others_apply_what_a_worker_without_its_database_cannot(databases: Databases, database: Database) -> None:
    bus = MemoryBus(partitions=4, seed=1)
    cut_off, other = bus.subscription(CONSUMER, NEEDS_TOPIC), bus.subscription(CONSUMER, NEEDS_TOPIC)
    members = bus.groups[CONSUMER].members
    async with (
        through_a_link(databases, database) as (link, linked),
        running(worker_on(linked, cut_off, pace=SOON)),
        running(worker_on(database, other, pace=SOON)),
    ):
        first = send(bus, histories(keys=8, versions=2))
        await took_effect(database, first)
        link.change(Weather(refusing=True))
        second = send(bus, histories(keys=8, versions=2))
        await took_effect(database, second)
        assert members == [other]
        link.change(CLEAR)
        await eventually(lambda: len(members) == 2, what="the worker is back in its group")
        third = send(bus, histories(keys=8, versions=2))
        await took_effect(database, third)
    assert sorted(await effects(database)) == sorted(name_of(each) for each in first + second + third)


async def test_a_worker_whose_database_answers_and_refuses_stays_with_its_partitions(database: Database) -> None:
    bus, handling = MemoryBus(seed=1), Handling()
    events = send(bus, histories(keys=8, versions=1))
    failing = events[0]
    logs = [{record.key for record in bus.log(partition)} for partition in bus.assigned([NEEDS_TOPIC])]
    [behind_it] = [keys for keys in logs if failing.subject.encode() in keys]
    others = [event for event in events if event.subject.encode() not in behind_it]
    handling.fail(failing, OSError("the disc is full"))
    subscription = bus.subscription(CONSUMER, NEEDS_TOPIC)
    async with running(worker_on(database, subscription, handling, pace=replace(SOON, leave_after_seconds=0))):
        await took_effect(database, others)
        tries = QUICK.tries * 10
        await eventually(lambda: handling.tries[name_of(failing)] > tries, what="it is tried again and again")
        del handling.before[name_of(failing)]
        await took_effect(database, events)
        assert bus.groups[CONSUMER].generation == 1, "it left its group"
