"""What was being written before an erasure is waited for, though by the database's clock it begins only later."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.clock import system_clock
from tests.support.databases import Databases
from tests.support.erasing import ErasingService
from tests.support.not_run import not_runnable
from tests.support.postgres import PostgresProcess
from tests.support.remembered_person import AWA, needs_remembering_awa
from tests.support.waiting import eventually
from tests.support.wrong_clock import SettableClock

AHEAD, RIGHT = timedelta(hours=1), timedelta()
NEAR = timedelta(seconds=10)


@pytest.fixture
async def server() -> AsyncIterator[PostgresProcess]:
    server = PostgresProcess(own_clock=True)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def clock(server: PostgresProcess) -> SettableClock:
    if server.clock is None:
        not_runnable("a clock of its own for PostgreSQL (libfaketime's library does not fit)")
    return server.clock


async def is_set(needs: ErasingService, ahead: timedelta) -> bool:
    [row] = await needs.rows("SELECT clock_timestamp() AS now")
    return abs(row["now"] - system_clock() - ahead) < NEAR


async def test_an_erasure_waits_for_what_began_while_the_clock_was_ahead(
    server: PostgresProcess, clock: SettableClock
) -> None:
    url = await Databases(server).create_for_service("needs")
    async with needs_remembering_awa(url) as needs:
        hasty = replace(needs, patience=0.05)
        clock.set(AHEAD)
        await eventually(lambda: is_set(needs, AHEAD), within=20, what="the clock is ahead")
        async with needs.foundation.database.engine.connect() as writing:
            await writing.exec_driver_sql("CREATE TEMPORARY TABLE remembered AS SELECT * FROM need_versions")
            clock.set(RIGHT)
            await eventually(lambda: is_set(needs, RIGHT), within=20, what="the clock is right")
            assert not (await hasty.erase(**AWA))["applied"]
        assert (await hasty.erase(**AWA))["applied"]
