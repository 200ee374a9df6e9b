"""Clocks that are wrong, by a day ahead and by an hour behind: of the services, and of PostgreSQL."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import httpx

from shared.clock import system_clock
from shared.identity.actor import Role
from tests.support.campaign.not_run import NotRunHereError
from tests.support.campaign.part import Part
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES, World
from tests.support.waiting import eventually

AHEAD, BEHIND, RIGHT = timedelta(days=1), timedelta(hours=-1), timedelta()
ANSWERED = {AHEAD: (401, "expired"), BEHIND: (401, "not_yet_valid"), RIGHT: (200, None)}
"""How a token of an hour, made now by the true clock, is answered under each: status and reason."""
LISTED = {"needs": "needs", "offers": "offers", "matcher": "matches"}


async def clocks_jumped(scene: Scene) -> None:
    """Set the clock of every process a day ahead, right, an hour back, and right; work goes on under each.

    A token by the true clock is refused under each but the right one; then the provider's clock goes wrong as well.
    """
    world = scene.world
    with _clocks_of(world, world.parts) as set_clocks:
        for ahead in (AHEAD, RIGHT, BEHIND, RIGHT):
            set_clocks(ahead)
            for service in SERVICES:
                await _judges_by_its_clock(world, service, ahead)
            world.providers_clock.ahead = ahead
            await scene.goes_on()
            await scene.tells()


async def clocks_of_half_jumped(scene: Scene) -> None:
    """Set the clock of every second process wrong: of a relay of each service, of one of the matcher's workers..."""
    odd = [part for number, part in enumerate(scene.world.parts) if number % 2]
    with _clocks_of(scene.world, odd) as set_clocks:
        for ahead in (AHEAD, BEHIND, RIGHT):
            set_clocks(ahead)
            await scene.goes_on()
            await scene.tells()


async def clock_of_postgresql_jumped(scene: Scene) -> None:
    """Set the clock of the database server a day ahead, right, an hour back, and right; work goes on under each."""
    world, clock = scene.world, scene.world.postgres.clock
    if clock is None:
        raise NotRunHereError("a clock of its own for PostgreSQL: libfaketime's library does not fit this machine")
    try:
        for ahead in (AHEAD, RIGHT, BEHIND, RIGHT):
            clock.set(ahead)
            await eventually(partial(_goes_ahead, world, ahead), within=30, what=f"PostgreSQL is {ahead} ahead")
            scene.note(f"PostgreSQL is {ahead} ahead")
            await scene.goes_on()
            await scene.tells()
    finally:
        clock.set(RIGHT)


async def _goes_ahead(world: World, expected: timedelta) -> bool:
    [[now]] = await world.rows("needs", "SELECT clock_timestamp()")
    return abs(now - system_clock() - expected) < timedelta(seconds=5)


@contextmanager
def _clocks_of(world: World, parts: Sequence[Part]) -> Generator[Callable[[timedelta], None]]:
    """Give what sets the clocks of these parts; afterwards every clock is right, however the block ended."""

    def set_clocks(ahead: timedelta) -> None:
        for part in parts:
            part.set_clock(ahead)

    try:
        yield set_clocks
    finally:
        set_clocks(RIGHT)
        world.providers_clock.ahead = RIGHT


async def _judges_by_its_clock(world: World, service: str, ahead: timedelta) -> None:
    """Wait until the service's API judges a token by the clock it should have, and says why it refuses one."""
    expected = ANSWERED[ahead]

    async def does() -> bool:
        now = int(system_clock().timestamp())
        token = world.forge.headers(Role.OBSERVER, iat=now, exp=now + 3600)
        async with httpx.AsyncClient(base_url=world.api(service), trust_env=False) as client:
            answer = await client.get(f"/v1/{LISTED[service]}", headers=token)
        return (answer.status_code, answer.json().get("reason")) == expected

    await eventually(does, within=30, what=f"{service} answers {expected} where its clock is {ahead} ahead")
