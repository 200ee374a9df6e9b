"""What can be done about the outbox: stating again, letting parked rows go on, giving them up; and what it refuses."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Uuid, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import InvalidInput, NotFound
from shared.events.envelope import Envelope
from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.messaging.operations import parked_rows, retry_parked, skip_parked
from shared.messaging.outbox import append, restate
from shared.messaging.topics import MAXIMUM_PAYLOAD_BYTES
from shared.persistence.database import Database
from tests.support.databases import Databases
from tests.support.deliveries import (
    OUTBOX,
    RESTATED,
    Counts,
    accept,
    count,
    need_event,
    rows_of,
    running,
    small_service,
)
from tests.support.memory_bus import MemoryBus
from tests.support.relays import StuckBeforePublishing, all_published, parked, relay_on, row_of
from tests.support.waiting import eventually

NEEDS = Table("needs", MetaData(), Column("id", Uuid, primary_key=True), Column("version", Integer))


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    async with small_service(databases) as database:
        yield database


@pytest.fixture
async def stuck(database: Database) -> tuple[MemoryBus, int]:
    """A bus that takes everything again, and the position of a row that was parked while it did not."""
    bus, key = MemoryBus(), new_id()
    bus.faults.refused_keys.add(str(key))
    await accept(database, [need_event(key, version) for version in (1, 2, 3)])
    async with running(relay_on(database, bus.publisher())):
        await eventually(lambda: parked(database, key), what="the row is parked")
    bus.faults.refused_keys.clear()
    return bus, (await row_of(database, key))["position"]


def versions(bus: MemoryBus) -> list[str]:
    return [dict(record.headers)["ce_aggregateversion"].decode() for record in bus.records(NEEDS_TOPIC)]


async def test_parked_rows_are_listed_with_their_error_and_what_waits_behind_them(
    database: Database, stuck: tuple[MemoryBus, int]
) -> None:
    async with database.sessions() as session:
        [row] = await parked_rows(session, OUTBOX)
    assert (row.position, row.topic, row.key_version, row.attempts) == (stuck[1], NEEDS_TOPIC, 1, 3)
    assert (row.last_error, row.waiting_behind) == ("the record is too large", 2)


async def test_a_parked_row_that_is_retried_goes_out_before_what_waited_behind_it(
    database: Database, stuck: tuple[MemoryBus, int]
) -> None:
    bus, position = stuck
    async with database.sessions() as session, session.begin():
        await retry_parked(session, OUTBOX, position)
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    assert versions(bus) == ["1", "2", "3"]


async def test_a_retried_row_gets_as_many_tries_as_a_new_one(database: Database, stuck: tuple[MemoryBus, int]) -> None:
    bus, position = stuck
    publisher = bus.publisher()
    async with database.sessions() as session, session.begin():
        await retry_parked(session, OUTBOX, position)
    [row] = await rows_of(database, OUTBOX, OUTBOX.c.position == position)
    bus.faults.refused_keys.add(row["key"])
    async with running(relay_on(database, publisher)):
        await eventually(lambda: parked(database, row["key"]), what="the row is parked again")
    assert len(publisher.waves) == 3


async def test_a_parked_row_that_is_skipped_stays_with_its_reason_and_its_key_goes_on(
    database: Database, stuck: tuple[MemoryBus, int]
) -> None:
    bus, position = stuck
    async with database.sessions() as session, session.begin():
        await skip_parked(session, OUTBOX, position, "restated by hand, ticket 12")
    async with running(relay_on(database, bus.publisher())):
        await eventually(lambda: versions(bus) == ["2", "3"], what="what waited behind it is published")
    [row] = await rows_of(database, OUTBOX, OUTBOX.c.position == position)
    assert (row["published_at"], row["skip_reason"]) == (None, "restated by hand, ticket 12")
    assert row["skipped_at"] is not None
    async with database.sessions() as session:
        assert await parked_rows(session, OUTBOX) == []


async def test_only_parked_rows_can_be_retried_or_skipped(database: Database) -> None:
    await accept(database, [need_event(new_id(), 1)])
    [row] = await rows_of(database, OUTBOX)
    async with database.sessions() as session:
        with pytest.raises(NotFound):
            await retry_parked(session, OUTBOX, row["position"])
        with pytest.raises(NotFound):
            await skip_parked(session, OUTBOX, row["position"], "in a hurry")


async def test_an_event_that_no_record_can_hold_is_refused_with_its_size(database: Database) -> None:
    event = need_event(new_id(), 1, narrative="x" * MAXIMUM_PAYLOAD_BYTES)
    with pytest.raises(InvalidInput) as refused:
        await accept(database, [event])
    [field] = refused.value.fields
    assert (field.pointer, field.code) == ("", "too-long")
    assert f"{len(event.payload())} bytes" in field.detail
    assert await rows_of(database, OUTBOX) == []


async def test_the_database_itself_refuses_an_event_that_no_record_can_hold(database: Database) -> None:
    await accept(database, [need_event(new_id(), 1)])
    async with database.sessions() as session:
        with pytest.raises(IntegrityError, match="outbox_payload_fits_a_record"):
            await session.execute(update(OUTBOX).values(payload=b"x" * (MAXIMUM_PAYLOAD_BYTES + 1)))


async def test_one_version_is_appended_once_for_each_type(database: Database) -> None:
    key = new_id()
    await accept(database, [need_event(key, 1)])
    with pytest.raises(IntegrityError, match="outbox_one_row_per_version"):
        await accept(database, [need_event(key, 1)])


async def test_a_version_restated_twice_has_one_row_and_is_published_twice_each_time_as_a_new_event(
    database: Database,
) -> None:
    bus, key = MemoryBus(), new_id()
    async with running(relay_on(database, bus.publisher())):
        await accept(database, [need_event(key, 1)])
        for _ in range(2):
            await state_again(database, need_event(key, 1, event_type=RESTATED))
            await all_published(database)
    records = bus.records(NEEDS_TOPIC)
    assert len(await rows_of(database, OUTBOX)) == 2
    assert versions(bus) == ["1", "1", "1"]
    assert len({dict(record.headers)["ce_id"] for record in records}) == 3


async def test_what_is_restated_comes_after_what_waits_and_counts_as_new(database: Database) -> None:
    key = new_id()
    await state_again(database, need_event(key, 1, event_type=RESTATED))
    async with database.engine.begin() as connection:
        await connection.execute(update(OUTBOX).values(created_at=text("now() - interval '3 days'"), attempts=2))
    await accept(database, [need_event(new_id(), 1)])
    await state_again(database, need_event(key, 1, event_type=RESTATED))
    newest = (await rows_of(database, OUTBOX))[-1]
    age = await waiting_seconds(database, newest["position"])
    assert (newest["key"], newest["attempts"], newest["parked_at"]) == (str(key), 0, None)
    assert age < 60


async def test_restating_a_row_that_is_on_its_way_is_not_forgotten(database: Database) -> None:
    bus, key = MemoryBus(), new_id()
    slow = StuckBeforePublishing(bus)
    await state_again(database, need_event(key, 1, event_type=RESTATED))
    async with running(relay_on(database, slow)):
        await slow.reached.wait()
        await state_again(database, need_event(key, 1, event_type=RESTATED))
        slow.let_go.set()
        await all_published(database)
    assert versions(bus) == ["1", "1"]


async def test_under_the_row_lock_a_restated_version_never_follows_a_newer_one(database: Database) -> None:
    bus, key = MemoryBus(), new_id()
    async with database.engine.begin() as connection:
        await connection.run_sync(NEEDS.create)
        await connection.execute(insert(NEEDS).values(id=key, version=1))
    newer, again = need_event(key, 2), asyncio.Event()
    async with database.sessions() as amending, database.sessions() as restating:
        await amending.execute(update(NEEDS).where(NEEDS.c.id == key).values(version=2))
        await append(amending, OUTBOX, newer)
        restated = asyncio.create_task(restate_what_is_there(restating, again))
        await again.wait()
        await eventually(lambda: somebody_waits_for_a_lock(database), what="restating waits for the row")
        await amending.commit()
        await restated
    async with running(relay_on(database, bus.publisher())):
        await all_published(database)
    assert versions(bus) == ["2", "2"]
    assert count([newer], bus.records(NEEDS_TOPIC)) == Counts(1, 1, duplicated=0, out_of_order=0)


async def restate_what_is_there(session: AsyncSession, begun: asyncio.Event) -> None:
    begun.set()
    need = (await session.execute(select(NEEDS).with_for_update())).one()
    await restate(session, OUTBOX, need_event(need.id, need.version, event_type=RESTATED))
    await session.commit()


async def state_again(database: Database, event: Envelope) -> None:
    async with database.sessions() as session, session.begin():
        await restate(session, OUTBOX, event)


async def somebody_waits_for_a_lock(database: Database) -> bool:
    async with database.sessions() as session:
        return bool(await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


async def waiting_seconds(database: Database, position: int) -> float:
    async with database.sessions() as session:
        age = text("SELECT extract(epoch FROM now() - created_at) FROM outbox WHERE position = :position")
        return float(await session.scalar(age, {"position": position}) or 0)
