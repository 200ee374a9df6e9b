"""From the bus to the effects: each happens once and in order, whatever fails in worker, bus or database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import Envelope
from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.kafka import KafkaPublisher, KafkaSubscription
from shared.messaging.processing import Applied
from shared.messaging.topics import TopicSpec
from shared.persistence.database import Database
from tests.support.brokers.broker import Broker
from tests.support.buses import access_to, fresh, make_topics
from tests.support.databases import Databases, allow_connections, block_connections
from tests.support.deliveries import INBOX, RESTATED, histories, need_event, rows_of, running, small_service
from tests.support.memory_bus import MemoryBus
from tests.support.waiting import eventually
from tests.support.workers import (
    CONSUMER,
    QUICK,
    DiesAtCommit,
    FallsSilent,
    Figures,
    Handling,
    effects,
    name_of,
    record_of,
    send,
    took_effect,
    worker_on,
)


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    async with small_service(databases) as database:
        yield database


def names(events: list[Envelope]) -> list[str]:
    return [name_of(event) for event in events]


async def caught_up(bus: MemoryBus) -> None:
    """Wait until the group has committed everything."""
    group = bus.groups[CONSUMER]
    logs = {partition: len(bus.log(partition)) for partition in bus.assigned([NEEDS_TOPIC])}
    ends = {partition: end for partition, end in logs.items() if end}
    await eventually(lambda: ends == {p: group.committed.get(p) for p in ends}, what="every offset is committed")


async def test_every_event_takes_effect_once_and_in_order_however_often_it_is_delivered(database: Database) -> None:
    bus, figures = MemoryBus(seed=1), Figures()
    events = histories(keys=10, versions=6)
    for event in events:
        bus.write(record_of(event))
        bus.write(record_of(event))
    for _ in range(2):
        async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), figures=figures)):
            await caught_up(bus)
        bus.groups[CONSUMER].committed.clear()
    applied = await effects(database)
    print(f"applied {figures[Applied.APPLIED]:g}, duplicated {figures[Applied.DUPLICATE]:g}")  # noqa: T201 (the proof)
    assert sorted(applied) == sorted(names(events))
    assert (figures[Applied.APPLIED], figures[Applied.DUPLICATE]) == (60, 180)
    for key in {event.subject for event in events}:
        assert [name for name in applied if name.startswith(key)] == [f"{key}/{number}" for number in range(1, 7)]


async def test_a_worker_killed_between_effects_and_offsets_repeats_nothing(database: Database) -> None:
    bus = MemoryBus()
    events = send(bus, histories(keys=5, versions=2))
    subscription = DiesAtCommit(bus.subscription(CONSUMER, NEEDS_TOPIC))
    killed = asyncio.create_task(worker_on(database, subscription).run())
    await subscription.reached.wait()
    killed.cancel()
    await asyncio.wait({killed})
    assert len(await effects(database)) > 0
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC))):
        await caught_up(bus)
    assert sorted(await effects(database)) == sorted(names(events))


async def test_nothing_later_of_a_partition_is_applied_before_a_record_that_failed_for_a_while(
    database: Database,
) -> None:
    bus, handling, figures = MemoryBus(partitions=1), Handling(), Figures()
    events = send(bus, histories(keys=4, versions=3))
    handling.fail(events[5], RuntimeError("for a while"), times=2)
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), handling, figures=figures)):
        await caught_up(bus)
    assert await effects(database) == names(events)
    assert handling.tries[name_of(events[5])] == 3
    assert (figures.value("events_failed_count_total"), figures[Applied.APPLIED]) == (2, 12)


async def test_other_partitions_go_on_while_one_record_fails(database: Database) -> None:
    bus, handling = MemoryBus(partitions=3), Handling()
    events = send(bus, histories(keys=12, versions=1))
    handling.fail(events[0], RuntimeError("not yet"))
    stuck = {record.partition for record in bus.records(NEEDS_TOPIC) if record.key == events[0].subject.encode()}
    reachable = [r.key for r in bus.records(NEEDS_TOPIC) if r.partition not in stuck]
    others = [event for event in events if event.subject.encode() in reachable]
    patient = replace(QUICK, tries=1_000_000)
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), handling, pace=patient)):
        await took_effect(database, others)
    assert others
    assert name_of(events[0]) not in await effects(database)


async def test_two_workers_share_the_work_and_each_effect_happens_once(database: Database) -> None:
    bus = MemoryBus(partitions=4, seed=5)
    events = histories(keys=12, versions=6)
    one, other = (worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC)) for _ in range(2))
    async with running(one):
        send(bus, events[:24])
        async with running(other):
            send(bus, events[24:48])
            await took_effect(database, events[:48])
        send(bus, events[48:])
        await caught_up(bus)
    applied = await effects(database)
    assert sorted(applied) == sorted(names(events))
    for key in {event.subject for event in events}:
        assert [name for name in applied if name.startswith(key)] == [f"{key}/{number}" for number in range(1, 7)]


async def test_an_event_of_an_unknown_type_is_skipped_and_counted(database: Database) -> None:
    bus, figures = MemoryBus(), Figures()
    record = record_of(need_event(new_id(), 1))
    unheard = tuple(
        (name, b"org.accord.need.sung.v1" if name == "ce_type" else value) for name, value in record.headers
    )
    bus.write(replace(record, headers=unheard))
    send(bus, [need_event(new_id(), 1, event_type=RESTATED)])
    events = send(bus, [need_event(new_id(), 1)])
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), figures=figures)):
        await caught_up(bus)
    assert figures[Applied.UNKNOWN] == 2
    assert await effects(database) == names(events)
    assert await rows_of(database, INBOX.dead_letters) == []


async def test_while_the_database_is_away_nothing_is_buried_and_all_follows_when_it_is_back(database: Database) -> None:
    bus, figures = MemoryBus(), Figures()
    url = database.engine.url.render_as_string(hide_password=False)
    first = send(bus, histories(keys=3, versions=2))
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), figures=figures)):
        await took_effect(database, first)
        await block_connections(url)
        later = send(bus, histories(keys=3, versions=2))
        often = QUICK.tries * 3
        failures = "the worker tried more often than it takes to bury a record"
        await eventually(lambda: figures.value("events_failed_count_total") > often, what=failures)
        await allow_connections(url)
        await took_effect(database, later)
    assert sorted(await effects(database)) == sorted(names(first + later))
    assert await rows_of(database, INBOX.dead_letters) == []


async def test_a_session_lost_in_the_middle_of_an_effect_leaves_nothing_behind(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    events = send(bus, histories(keys=3, versions=2))

    async def lose_the_session(session: AsyncSession, event: Envelope) -> None:
        if handling.tries[name_of(event)] <= QUICK.tries + 1:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    handling.before[name_of(events[2])] = lose_the_session
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), handling)):
        await caught_up(bus)
    assert await effects(database) == names(events)
    assert await rows_of(database, INBOX.dead_letters) == []


async def test_a_worker_that_is_stopped_in_a_batch_finishes_one_record_and_leaves_the_rest(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    events = send(bus, histories(keys=8, versions=1))
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def wait(session: AsyncSession, event: Envelope) -> None:
        del session, event
        begun.set()
        await go_on.wait()

    handling.before[name_of(events[2])] = wait
    worker = worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), handling)
    async with running(worker):
        await begun.wait()
        worker.stop()
        go_on.set()
    assert await effects(database) == names(events[:3])
    assert bus.groups[CONSUMER].committed[bus.assigned([NEEDS_TOPIC])[0]] == 3
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC))):
        await caught_up(bus)
    assert await effects(database) == names(events)


async def test_a_worker_survives_a_bus_that_goes_away_and_comes_back(database: Database) -> None:
    bus = MemoryBus()
    first = send(bus, histories(keys=3, versions=1))
    subscription = bus.subscription(CONSUMER, NEEDS_TOPIC)
    async with running(worker_on(database, subscription)):
        await took_effect(database, first)
        bus.faults.away = True
        await eventually(lambda: bus.groups[CONSUMER].members == [], what="the worker noticed")
        later = send(bus, histories(keys=3, versions=1))
        bus.faults.away = False
        await took_effect(database, later)


async def test_a_silent_subscription_with_records_waiting_is_joined_anew(database: Database) -> None:
    bus = MemoryBus()
    subscription = FallsSilent(bus.subscription(CONSUMER, NEEDS_TOPIC))
    impatient = replace(QUICK, stalled_after_seconds=0.1)
    async with running(worker_on(database, subscription, pace=impatient)):
        await took_effect(database, send(bus, histories(keys=2, versions=1)))
        subscription.silent = True
        await eventually(lambda: subscription.silences, what="the worker hears nothing")
        await took_effect(database, send(bus, histories(keys=2, versions=1)))


async def test_the_lag_and_the_age_of_what_was_applied_are_reported(database: Database) -> None:
    bus, figures = MemoryBus(partitions=1), Figures()
    events = send(bus, histories(keys=1, versions=4))
    handling = Handling()
    handling.fail(events[1], OSError("away"))
    subscription = bus.subscription(CONSUMER, NEEDS_TOPIC)
    async with running(worker_on(database, subscription, handling, figures=figures)):
        await eventually(lambda: figures.value("events_lag_records") == 3, what="three records wait")
        handling.before.clear()
        await eventually(lambda: figures.value("events_lag_records") == 0, what="nothing waits")
    assert figures.value("event_age_seconds_count") == 4
    assert 0 < figures.value("event_age_seconds_sum") < 60


async def test_on_a_real_broker_a_worker_whose_client_stopped_fetching_goes_on(
    database: Database, tansu_broker: Broker
) -> None:
    access = access_to(tansu_broker)
    await make_topics(access, TopicSpec(NEEDS_TOPIC))
    publisher = KafkaPublisher(access)
    subscription = KafkaSubscription(access, group=fresh("group"), topics=[NEEDS_TOPIC])
    first, later = histories(keys=3, versions=1), histories(keys=3, versions=1)
    async with running(worker_on(database, subscription)):
        await publisher.publish([record_of(event) for event in first])
        await took_effect(database, first)
        fetcher: Any = subscription._consumer._fetcher
        fetcher._fetch_task.cancel()
        if fetcher._pending_tasks:
            await asyncio.wait(set(fetcher._pending_tasks))
        await publisher.publish([record_of(event) for event in later])
        await took_effect(database, later)
    await publisher.stop()
