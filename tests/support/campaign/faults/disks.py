"""A database server whose disk is full: the one that holds the tables, then the one that holds the write-ahead log."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
import httpx

from tests.support.campaign.full_disks import disk_for, log_on, tables_on
from tests.support.campaign.lasting import lasting
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES, World
from tests.support.waiting import WillNeverHoldError, eventually

TABLES_MEGABYTES, LOG_MEGABYTES = 256, 160
_Ask = Callable[[str], Awaitable[httpx.Response]]
READ = {"needs": "/v1/needs", "offers": "/v1/offers", "matcher": "/v1/matches"}
REFUSED_AT_LEAST = 5
RECOVERS_WITHIN = 10
FULL_SECONDS = 4
_USES_LOG_UP = "SELECT count(pg_switch_wal()) FROM pg_logical_emit_message(true, 'full', 'x')"


async def disk_of_the_databases_full(scene: Scene) -> None:
    """Take the last room of the disk with all tables: writes are put off, reads go on, and all goes on with room."""
    with disk_for("tables", TABLES_MEGABYTES) as disk:
        async with tables_on(scene.world, disk):
            await scene.world.all_ready()
            await scene.goes_on(10)
            disk.fill()
            scene.note("the disk is full")
            await _writes_are_put_off(scene)
            await _reads_go_on(scene.world)
            disk.make_room()
            scene.note("the disk has room")
            await scene.world.all_ready()
            await scene.goes_on()
            await scene.tells()
    await scene.world.all_ready()
    await scene.goes_on(10)


async def disk_of_the_write_ahead_log_full(scene: Scene) -> None:
    """Take the last room of the disk with the log: PostgreSQL panics, serves nobody, and does so again with room."""
    world = scene.world
    with disk_for("log", LOG_MEGABYTES) as disk:
        async with log_on(world, disk):
            await world.all_ready()
            await scene.goes_on(10)
            disk.fill()
            scene.note("the disk is full")
            await _ended_for_want_of_room(world)
            scene.note("PostgreSQL serves nobody")
            await _is_refused_kindly(world)
            await lasting(FULL_SECONDS)
            assert not await _serves(world), "PostgreSQL serves again where its log has no room"
            disk.make_room()
            await _back_with_room(world)
            scene.note("PostgreSQL serves again")
            await world.all_ready()
            await scene.goes_on()
            await scene.tells()
    await world.all_ready()
    await scene.goes_on(10)


async def _writes_are_put_off(scene: Scene) -> None:
    before = scene.load.ledger.unknown

    def are_put_off() -> bool:
        return scene.load.ledger.unknown >= before + REFUSED_AT_LEAST

    await eventually(are_put_off, within=60, what="writes are put off for want of room")


async def _reads_go_on(world: World) -> None:
    async with _asking(world) as ask:
        for service in SERVICES:
            assert (await ask(service)).status_code == 200, f"{service} does not read where it cannot write"


async def _ended_for_want_of_room(world: World) -> None:
    """Use up what the log has in store, as more load would, until PostgreSQL can write no more of it and panics."""

    async def serves_nobody() -> bool:
        try:
            await world.number("needs", _USES_LOG_UP)
        except (OSError, asyncpg.PostgresError):
            return not await _serves(world)
        return False

    await eventually(serves_nobody, within=60, what="PostgreSQL serves nobody where its log has no room")


async def _serves(world: World) -> bool:
    try:
        return await world.number("needs", "SELECT 1") == 1
    except (OSError, asyncpg.PostgresError):
        return False


async def _back_with_room(world: World) -> None:
    """Have PostgreSQL serve again: by itself, or restarted as its platform does where it ended or does not in time."""

    async def serves_by_itself() -> bool:
        if not world.postgres.alive:
            raise WillNeverHoldError
        return await _serves(world)

    try:
        await eventually(serves_by_itself, within=RECOVERS_WITHIN, what="PostgreSQL recovers by itself")
    except (AssertionError, WillNeverHoldError):
        await asyncio.to_thread(world.postgres.crash)
        await asyncio.to_thread(world.postgres.start)


async def _is_refused_kindly(world: World) -> None:
    """Have each API say that it cannot now, and no process of ours end for it."""
    before = sum(part.ended_unasked for part in world.parts)
    async with _asking(world) as ask:
        for service in SERVICES:

            async def says_not_now(name: str = service) -> bool:
                answer = await ask(name)
                return answer.status_code == 503 and "retry-after" in answer.headers

            await eventually(says_not_now, within=30, what=f"{service} says: not now")
    assert sum(part.ended_unasked for part in world.parts) == before, "a process ended with the database"


@asynccontextmanager
async def _asking(world: World) -> AsyncGenerator[_Ask]:
    async with httpx.AsyncClient(timeout=20, trust_env=False) as client:

        async def ask(service: str) -> httpx.Response:
            return await client.get(f"{world.api(service)}{READ[service]}", headers=world.accounts.as_coordinator())

        yield ask
