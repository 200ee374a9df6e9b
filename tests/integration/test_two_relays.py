"""Several relays of one service: one leads, another takes over at once, and a deposed leader does no harm."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.messaging.relay import Relay
from shared.persistence.database import Database
from tests.support.databases import Databases
from tests.support.deliveries import (
    Counts,
    accept,
    count,
    histories,
    make_tables,
    need_event,
    running,
    small_service,
)
from tests.support.memory_bus import MemoryBus
from tests.support.postgres import PostgresProcess
from tests.support.relays import StuckBeforePublishing, all_published, end_leaders, relay_on
from tests.support.waiting import eventually


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    async with small_service(databases) as database:
        yield database


async def leads(relay: Relay) -> None:
    await eventually(lambda: relay.is_leader, what="the relay leads")


async def test_one_relay_leads_and_the_standby_publishes_nothing(database: Database) -> None:
    bus = MemoryBus()
    idle = bus.publisher()
    leader, standby = relay_on(database, bus.publisher()), relay_on(database, idle)
    async with running(leader):
        await leads(leader)
        async with running(standby):
            events = await accept(database, histories(keys=10, versions=5))
            await all_published(database)
            assert (leader.is_leader, standby.is_leader) == (True, False)
    assert idle.waves == []
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(50, 50, duplicated=0, out_of_order=0)


async def test_the_standby_takes_over_when_the_leader_stops(database: Database) -> None:
    bus = MemoryBus()
    leader, standby = relay_on(database, bus.publisher()), relay_on(database, bus.publisher())
    async with running(leader):
        await leads(leader)
        async with running(standby):
            leader.stop()
            await leads(standby)
            events = await accept(database, histories(keys=3, versions=2))
            await all_published(database)
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(6, 6, duplicated=0, out_of_order=0)


async def test_under_load_and_with_leaders_ended_again_and_again_no_key_is_out_of_order(database: Database) -> None:
    bus = MemoryBus(seed=3)
    events = histories(keys=20, versions=15)
    relays = [relay_on(database, bus.publisher()) for _ in range(3)]
    async with running(relays[0]), running(relays[1]), running(relays[2]):
        for number, event in enumerate(events):
            await accept(database, [event])
            if number % 30 == 0:
                bus.faults.lose_acks_of += 3
                await end_leaders(database)
        await all_published(database)
        assert sum(relay.is_leader for relay in relays) == 1
    counts = count(events, bus.records(NEEDS_TOPIC))
    assert (counts.published, counts.out_of_order) == (300, 0)


async def test_what_a_deposed_leader_was_sending_does_not_arrive_after_its_successors(database: Database) -> None:
    bus, key = MemoryBus(), new_id()
    slow = StuckBeforePublishing(bus)
    deposed, successor = relay_on(database, slow), relay_on(database, bus.publisher())
    events = await accept(database, [need_event(key, 1)])
    async with running(deposed):
        await slow.reached.wait()
        async with running(successor):
            await end_leaders(database)
            await leads(successor)
            events += await accept(database, [need_event(key, 2)])
            await all_published(database)
            slow.let_go.set()
            await eventually(lambda: not deposed.is_leader, what="the deposed relay has stood down")
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(2, 2, duplicated=0, out_of_order=0)


@pytest.mark.parametrize("crashing", [False, True], ids=["stopped", "crashed"])
async def test_relays_come_back_when_the_database_server_does(postgres: PostgresProcess, crashing: object) -> None:
    await make_tables(postgres.url())
    database, bus = Database.at(postgres.url()), MemoryBus()
    relays = [relay_on(database, bus.publisher()) for _ in range(2)]
    async with running(relays[0]), running(relays[1]):
        events = await accept(database, histories(keys=5, versions=2))
        await all_published(database)
        await asyncio.to_thread(postgres.crash if crashing else postgres.stop)
        await eventually(lambda: not any(relay.is_leader for relay in relays), what="nobody leads")
        await asyncio.to_thread(postgres.start)
        events += await accept(database, histories(keys=5, versions=2))
        await all_published(database)
    await database.dispose()
    counts = count(events, bus.records(NEEDS_TOPIC))
    assert (counts.published, counts.out_of_order) == (20, 0)
