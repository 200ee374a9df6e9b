"""Whoever stands still while it holds a lock that others need is ended by the database, and does no harm later."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.identifiers import new_id
from shared.messaging.faults import is_database_away
from shared.messaging.leadership import lock_number
from shared.persistence.database import Database
from tests.support.databases import Databases
from tests.support.deliveries import Counts, accept, count, need_event, running, small_service
from tests.support.memory_bus import MemoryBus
from tests.support.relays import QUICK, StuckBeforePublishing, all_published, relay_on
from tests.support.waiting import eventually

TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:number)")
NUMBER = {"number": lock_number("accord.matching")}
SILENCE_SECONDS = 0.3


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    async with small_service(databases) as database:
        yield database


async def test_a_leader_that_stands_still_loses_its_lead_and_what_it_was_sending(database: Database) -> None:
    bus, key, pace = MemoryBus(), new_id(), replace(QUICK, silence_seconds=SILENCE_SECONDS)
    still = StuckBeforePublishing(bus)
    former, successor = relay_on(database, still, pace), relay_on(database, bus.publisher(), pace)
    events = await accept(database, [need_event(key, 1)])
    async with running(former):
        await still.reached.wait()
        async with running(successor):
            await eventually(lambda: successor.is_leader, what="the relay that stood by leads")
            events += await accept(database, [need_event(key, 2)])
            await all_published(database)
            still.let_go.set()
            await eventually(lambda: not former.is_leader, what="the former leader has stood down")
    assert count(events, bus.records(events[0].topic)) == Counts(2, 2, duplicated=0, out_of_order=0)


async def test_a_lock_held_within_a_transaction_that_stands_still_is_free_again(database: Database) -> None:
    impatient = Database.at(database.engine.url.render_as_string(), silence_seconds=SILENCE_SECONDS)
    async with impatient.sessions() as still:
        assert await still.scalar(TRY_LOCK, NUMBER)

        async def is_free() -> bool:
            async with database.sessions() as other:
                return bool(await other.scalar(TRY_LOCK, NUMBER))

        await eventually(is_free, what="the lock is free")
        with pytest.raises(DBAPIError) as ended:
            await still.scalar(text("SELECT 1"))
        assert is_database_away(ended.value), "the record at hand is not to blame"
    await impatient.dispose()
