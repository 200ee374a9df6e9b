"""From the outbox to the bus: everything committed arrives, one aggregate's events in order, whatever fails between."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, text, update

from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.kafka import KafkaPublisher, KafkaSubscription
from shared.messaging.bus import OutgoingRecord
from shared.messaging.outbox import append
from shared.messaging.relay import RelayPace
from shared.messaging.topics import TopicSpec
from shared.persistence.database import Database
from tests.support.brokers.broker import Broker
from tests.support.buses import Reader, access_to, fresh, make_topics
from tests.support.databases import Databases
from tests.support.deliveries import (
    OUTBOX,
    Counts,
    accept,
    count,
    histories,
    need_event,
    rows_of,
    running,
    small_service,
    unpublished,
)
from tests.support.memory_bus import MemoryBus, MemoryPublisher
from tests.support.relays import (
    QUICK,
    Figures,
    StuckAfterPublishing,
    all_published,
    end_leaders,
    let_retries_be_due,
    parked,
    relay_on,
    row_of,
)
from tests.support.waiting import eventually


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    async with small_service(databases) as database:
        yield database


async def test_every_key_is_published_in_the_order_of_its_commits(database: Database) -> None:
    bus = MemoryBus()
    events = await accept(database, histories(keys=30, versions=8))
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(240, 240, duplicated=0, out_of_order=0)


async def test_a_record_carries_the_event_as_it_was_written(database: Database) -> None:
    bus = MemoryBus()
    [event] = await accept(database, [need_event(new_id(), 1, narrative="Côte d'Ivoire, Кот-д'Ивуар, ساحل العاج")])
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    [record] = bus.records(NEEDS_TOPIC)
    assert (record.key, record.value) == (event.subject.encode(), event.payload())
    assert {name: value.decode() for name, value in record.headers} == event.headers()


async def test_overlapping_commits_lose_nothing(database: Database) -> None:
    bus = MemoryBus()
    early, late = need_event(new_id(), 1), need_event(new_id(), 1)
    async with (
        database.sessions() as first,
        database.sessions() as second,
        running(relay_on(database, bus.publisher())),
    ):
        await append(first, OUTBOX, early)
        await append(second, OUTBOX, late)
        await second.commit()
        await eventually(lambda: len(bus.records(NEEDS_TOPIC)) == 1, what="the later position is published")
        await first.commit()
        await all_published(database)
    positions = [row["key"] for row in await rows_of(database, OUTBOX)]
    assert positions == [early.subject, late.subject]
    assert count([early, late], bus.records(NEEDS_TOPIC)) == Counts(2, 2, duplicated=0, out_of_order=0)


@pytest.mark.parametrize("fault", ["lose_acks_of", "write_twice"])
async def test_lost_acknowledgements_and_a_repeating_bus_make_duplicates_but_never_disorder(
    database: Database, fault: str
) -> None:
    bus = MemoryBus(seed=7)
    setattr(bus.faults, fault, 40)
    events = await accept(database, histories(keys=10, versions=12))
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(120, 120, duplicated=40, out_of_order=0)


async def test_a_refused_row_blocks_its_own_key_only_and_waits_longer_each_time(database: Database) -> None:
    bus, stuck = MemoryBus(), new_id()
    bus.faults.refused_keys.add(str(stuck))
    await accept(database, [need_event(stuck, 1), need_event(stuck, 2)])
    others = await accept(database, histories(keys=5, versions=3))
    async with running(relay_on(database, bus.publisher())):
        await eventually(lambda: len(bus.records(NEEDS_TOPIC)) == 15, what="all other keys are published")
        first = await eventually(lambda: row_of(database, stuck), what="the row is there")
        await let_retries_be_due(database)

        async def tried_again() -> bool:
            return (await row_of(database, stuck))["attempts"] == 2

        await eventually(tried_again, what="the refused row is tried again")
    second = await row_of(database, stuck)
    waits = [(row["retry_at"] - row["created_at"]).total_seconds() for row in (first, second)]
    assert (first["attempts"], first["last_error"]) == (1, "the record is too large")
    assert waits[0] >= 1
    assert waits[1] >= 2
    assert (await row_of(database, stuck, 2))["attempts"] == 0
    assert count(others, bus.records(NEEDS_TOPIC)) == Counts(15, 15, duplicated=0, out_of_order=0)


async def test_a_row_refused_again_and_again_is_parked_and_never_skipped(database: Database) -> None:
    bus, stuck = MemoryBus(), new_id()
    publisher = bus.publisher()
    bus.faults.refused_keys.add(str(stuck))
    await accept(database, [need_event(stuck, 1), need_event(stuck, 2)])

    async with running(relay_on(database, publisher)):
        await eventually(lambda: parked(database, stuck), what="the row is parked")
        bus.faults.refused_keys.clear()
        await let_retries_be_due(database)
        others = await accept(database, histories(keys=1, versions=3))
        await eventually(lambda: len(bus.records(NEEDS_TOPIC)) == 3, what="another key goes on")
    assert len(tries_of(publisher, stuck)) == QUICK.park_after
    assert await unpublished(database) == 2
    assert count(others, bus.records(NEEDS_TOPIC)) == Counts(3, 3, duplicated=0, out_of_order=0)


async def test_a_row_that_was_refused_for_a_while_goes_first_when_it_is_taken(database: Database) -> None:
    bus, stuck = MemoryBus(), new_id()
    bus.faults.refused_keys.add(str(stuck))
    events = await accept(database, [need_event(stuck, version) for version in (1, 2, 3)])

    async def refused() -> bool:
        return (await row_of(database, stuck))["attempts"] > 0

    async with running(relay_on(database, bus.publisher())):
        await eventually(refused, what="the row is refused")
        bus.faults.refused_keys.clear()
        await let_retries_be_due(database)
        await all_published(database)
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(3, 3, duplicated=0, out_of_order=0)


async def test_a_pause_that_a_wrong_clock_wrote_ends_when_the_clock_is_right(database: Database) -> None:
    bus, stuck = MemoryBus(), new_id()
    events = await accept(database, [need_event(stuck, version) for version in (1, 2)])
    async with database.engine.begin() as connection:
        tomorrow = {"attempts": 1, "retry_at": func.now() + timedelta(days=1)}
        await connection.execute(update(OUTBOX).where(OUTBOX.c.key_version == 1).values(tomorrow))
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(2, 2, duplicated=0, out_of_order=0)


async def test_while_the_bus_is_away_no_attempt_is_used_up_and_all_follow_when_it_is_back(database: Database) -> None:
    bus = MemoryBus()
    bus.faults.away = True
    figures = Figures()
    events = await accept(database, histories(keys=10, versions=3))
    async with running(relay_on(database, bus.publisher(), figures=figures)):
        many = QUICK.park_after * 2
        met = "the relay found the bus away more often than it takes to park a row"
        await eventually(lambda: figures["relay_unreachable_waves_total"] > many, what=met)
        assert {row["attempts"] for row in await rows_of(database, OUTBOX)} == {0}
        bus.faults.away = False
        await all_published(database)
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(30, 30, duplicated=0, out_of_order=0)


async def test_a_relay_killed_between_publishing_and_marking_makes_duplicates_and_loses_nothing(
    database: Database,
) -> None:
    bus = MemoryBus()
    events = await accept(database, histories(keys=4, versions=2))
    killed = StuckAfterPublishing(bus)
    task = asyncio.create_task(relay_on(database, killed).run())
    await killed.reached.wait()
    task.cancel()
    await asyncio.wait({task})
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    assert count(events, bus.records(NEEDS_TOPIC)) == Counts(8, 8, duplicated=4, out_of_order=0)


async def test_a_lost_connection_to_the_database_is_made_anew(database: Database) -> None:
    bus = MemoryBus()
    events = histories(keys=5, versions=6)
    async with running(relay_on(database, bus.publisher())):
        for event in events:
            await accept(database, [event])
            await end_leaders(database)
        await all_published(database)
    counts = count(events, bus.records(NEEDS_TOPIC))
    assert (counts.published, counts.out_of_order) == (30, 0)


async def test_waking_the_relay_publishes_without_waiting_for_the_next_poll(database: Database) -> None:
    bus = MemoryBus()
    relay = relay_on(database, bus.publisher(), RelayPace(poll_seconds=60))
    await accept(database, [need_event(new_id(), 1)])
    async with running(relay):
        await all_published(database)
        await accept(database, [need_event(new_id(), 1)])
        relay.wake()
        await eventually(lambda: len(bus.records(NEEDS_TOPIC)) == 2, within=5, what="the second event is published")


async def test_a_bus_that_is_away_is_not_tried_again_at_every_commit(database: Database) -> None:
    bus, figures = MemoryBus(), Figures()
    bus.faults.away = True
    relay = relay_on(database, bus.publisher(), RelayPace(poll_seconds=0.001, away_seconds=60), figures)
    async with running(relay):
        for _ in range(20):
            await accept(database, [need_event(new_id(), 1)])
            relay.wake()
        await eventually(lambda: figures["relay_unreachable_waves_total"], what="the relay found the bus away")
    assert figures["relay_unreachable_waves_total"] == 1


async def test_published_rows_are_purged_after_their_retention_and_no_others(database: Database) -> None:
    bus = MemoryBus()
    await accept(database, histories(keys=3, versions=1))
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    async with database.engine.begin() as connection:
        aged = func.now() - text("interval '2 hours'")
        oldest = update(OUTBOX).where(OUTBOX.c.position <= 2)
        await connection.execute(oldest.values(published_at=aged, created_at=aged))
    stuck = need_event(new_id(), 1)
    bus.faults.refused_keys.add(stuck.subject)
    await accept(database, [stuck])
    pace = RelayPace(poll_seconds=0.02, housekeeping_seconds=0.02, keep_published=timedelta(hours=1))

    async def two_left() -> bool:
        return len(await rows_of(database, OUTBOX)) == 2

    async with running(relay_on(database, bus.publisher(), pace)):
        await eventually(two_left, what="the two old rows are gone")
    assert [row["position"] for row in await rows_of(database, OUTBOX)] == [3, 4]


async def test_the_backlog_is_reported(database: Database) -> None:
    bus, stuck = MemoryBus(), need_event(new_id(), 1)
    bus.faults.refused_keys.add(stuck.subject)
    await accept(database, [stuck, *histories(keys=2, versions=1)])
    figures = Figures()
    pace = RelayPace(poll_seconds=0.02, housekeeping_seconds=0.02, park_after=1)
    async with running(relay_on(database, bus.publisher(), pace, figures)):
        await eventually(lambda: figures["outbox_parked_rows"] == 1, what="the parked row is reported")
        assert figures["outbox_unpublished_rows"] == 1
        assert 0 < figures["outbox_oldest_unpublished_seconds"] < 60
        assert (figures["outbox_published_rows_total"], figures["outbox_refused_rows_total"]) == (2, 1)
        assert figures["relay_leader_count"] == 1
    assert figures["relay_leader_count"] == 0


async def test_on_a_real_broker_every_key_arrives_in_order(database: Database, tansu_broker: Broker) -> None:
    access = access_to(tansu_broker)
    await make_topics(access, TopicSpec(NEEDS_TOPIC))
    events = await accept(database, histories(keys=40, versions=5))
    async with running(relay_on(database, KafkaPublisher(access))):
        await all_published(database)
    ours = {event.subject.encode() for event in events}
    subscription = KafkaSubscription(access, group=fresh("group"), topics=[NEEDS_TOPIC])
    await subscription.start()
    reader = Reader(subscription)

    async def all_read() -> bool:
        await reader.once()
        return len([record for record in reader.read if record.key in ours]) >= len(events)

    await eventually(all_read, within=30, what="every record is read")
    await subscription.stop()
    records = [record for record in reader.read if record.key in ours]
    assert count(events, records) == Counts(200, 200, duplicated=0, out_of_order=0)


def tries_of(publisher: MemoryPublisher, key: UUID) -> list[OutgoingRecord]:
    return [record for wave in publisher.waves for record in wave if record.key == str(key)]
