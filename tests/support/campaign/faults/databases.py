"""A database that is restarted, crashes, or ends the sessions of those who work in it."""

import asyncio

from tests.support.campaign.lasting import lasting
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES

_SESSIONS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_ROUNDS, _PAUSE_SECONDS, AWAY_SECONDS = 8, 0.7, 5


async def postgresql_restarted(scene: Scene) -> None:
    """Restart the server of all three databases in good order, then let it crash; each time it is away for a while."""
    for ending in (scene.world.postgres.stop, scene.world.postgres.crash):
        await asyncio.to_thread(ending)
        await lasting(AWAY_SECONDS)
        await asyncio.to_thread(scene.world.postgres.start)
        await scene.world.all_ready()
        await scene.goes_on()


async def sessions_terminated(scene: Scene) -> None:
    """End every session of every service again and again: of relays with their locks, of workers in their work."""
    for _ in range(_ROUNDS):
        for service in SERVICES:
            await scene.world.number(service, _SESSIONS)
        await lasting(_PAUSE_SECONDS)
    await scene.world.all_ready()
