"""Erasing while others write, while the bus is away, and when the list cannot be understood."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from shared.events.registry import ERASURES_TOPIC
from shared.messaging.bus import OutgoingRecord
from shared.personal.listening import ErasureListener, take_in
from tests.support.database_fixtures import ServiceDatabase
from tests.support.erasing import ErasingService
from tests.support.remembered_person import AWA, applied_by, names_nobody, needs_remembering_awa
from tests.support.running_parts import at_work
from tests.support.waiting import eventually

REMEMBER = "CREATE TEMPORARY TABLE remembered AS SELECT * FROM need_versions LIMIT 1"
WRITE_LATE = ("UPDATE remembered SET version = 99", "INSERT INTO need_versions SELECT * FROM remembered")


@pytest.fixture
async def needs(service_database: ServiceDatabase) -> AsyncIterator[ErasingService]:
    async with needs_remembering_awa(await service_database("needs")) as needs:
        yield needs


async def contact_is_gone(needs: ErasingService) -> bool:
    [row] = await needs.rows("SELECT contact FROM needs")
    return row["contact"] is None


async def test_what_was_being_written_meanwhile_cannot_bring_the_person_back(needs: ErasingService) -> None:
    async with needs.foundation.database.engine.connect() as connection:
        await connection.exec_driver_sql(REMEMBER)
        erasure = asyncio.create_task(needs.erase(**AWA))
        await eventually(lambda: contact_is_gone(needs), what="the erasure was carried out once")
        for statement in WRITE_LATE:
            await connection.exec_driver_sql(statement)
        done, _ = await asyncio.wait({erasure}, timeout=0.3)
        assert not done
        await connection.commit()
    assert (await erasure)["applied"]
    assert names_nobody(await needs.stored())


async def test_an_erasure_that_has_to_wait_says_so_and_is_ended_later(needs: ErasingService) -> None:
    hasty = replace(needs, patience=0.05)
    async with needs.foundation.database.engine.connect() as connection:
        await connection.exec_driver_sql(REMEMBER)
        assert not (await hasty.erase(**AWA))["applied"]
        assert await contact_is_gone(needs)
        assert not await applied_by([needs])
    async with needs.listening():
        await eventually(lambda: applied_by([needs]), what="the erasure counts as applied")


async def test_nothing_counts_as_caught_up_while_the_bus_is_away(needs: ErasingService) -> None:
    told = await needs.erase(**AWA)
    await needs.publish()
    await needs.rows("DELETE FROM erasures")
    needs.bus.faults.away = True
    listener = ErasureListener(needs.reader, needs.eraser, every=0.02)
    async with at_work(listener):
        await eventually(lambda: needs.rows("SELECT 1 AS one"), what="the listener had its turn")
        assert not listener.caught_up.is_set()
        needs.bus.faults.away = False
        await eventually(listener.caught_up.is_set, what="the list was read once the bus came back")
        assert [row["id"] for row in await needs.rows("SELECT id FROM erasures")] == [told["erasure"]]
        assert await applied_by([needs])


async def test_an_erasure_ordered_elsewhere_later_is_followed(needs: ErasingService) -> None:
    listener = ErasureListener(needs.reader, needs.eraser, every=0.02)
    async with at_work(listener):
        await eventually(listener.caught_up.is_set, what="the list was read")
        await needs.erase(**AWA)
        await needs.publish()
        await needs.rows("DELETE FROM erasures")
        needs.bus.write(_copy(needs))
        await eventually(lambda: applied_by([needs]), what="the later erasure was applied")


async def test_a_record_that_nobody_understands_holds_nothing_up(needs: ErasingService) -> None:
    needs.bus.write(OutgoingRecord(ERASURES_TOPIC, "x", b"{}", (("ce_type", b"org.accord.person.forgotten.v9"),)))
    needs.bus.write(OutgoingRecord(ERASURES_TOPIC, "x", None, ()))
    assert await take_in(needs.reader, needs.eraser) == 0
    await needs.erase(**AWA)
    await needs.publish()
    await needs.rows("DELETE FROM erasures")
    assert await take_in(needs.reader, needs.eraser) == 1


def _copy(needs: ErasingService) -> OutgoingRecord:
    [record] = needs.bus.records(ERASURES_TOPIC)
    return OutgoingRecord(ERASURES_TOPIC, "again", record.value, record.headers)
