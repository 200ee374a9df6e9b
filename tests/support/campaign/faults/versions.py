"""A deploy of the next version beside this one, and back: its schema first, then some of its processes."""

import asyncio
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from shared.persistence.migrations import upgrade
from tests.support.campaign.part import THIS_VERSION, Part
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES, World
from tests.support.next_version import migrations_of_the_next_version

NEXT_VERSION = "tests.support.campaign.next_process"
TABLES = {"needs": "needs", "offers": "offers", "matcher": "matches"}
"""The table of each service that its next version expands."""
_SAYS_MORE = "SELECT count(*) FROM outbox WHERE position(convert_to('next_field', 'UTF8') IN payload) > 0"


async def next_version_beside_this_one(scene: Scene) -> None:
    """Expand every schema, run the API, a relay and a worker of each service as the next version, and roll back."""
    world = scene.world
    await _expand(world)
    await scene.goes_on()
    newer = [[world.of(service, role)[0] for service in SERVICES] for role in ("api", "relay", "worker")]
    told = await _telling_more(world)
    await _rolled(world, newer, NEXT_VERSION)
    scene.note("the next version runs beside this one")
    await scene.goes_on()
    await scene.tells()
    await _rolled(world, newer, THIS_VERSION)
    for service, before in told.items():
        assert await world.number(service, _SAYS_MORE) > before, f"no event of {service} says more than before"
    await scene.goes_on()
    await scene.tells()


async def _expand(world: World) -> None:
    with tempfile.TemporaryDirectory(prefix="accord-next-") as folder:
        for service, table in TABLES.items():
            following = await asyncio.to_thread(migrations_of_the_next_version, service, table, Path(folder) / service)
            await upgrade(world.urls[service], following)


async def _rolled(world: World, steps: Iterable[Sequence[Part]], version: str) -> None:
    """Replace one process of each service after the other, those of a step being ready before the next goes."""
    for parts in steps:
        await asyncio.gather(*(asyncio.to_thread(part.stop) for part in parts))
        for part in parts:
            part.runner = version
            part.start()
        await world.all_ready()


async def _telling_more(world: World) -> dict[str, int]:
    return {service: await world.number(service, _SAYS_MORE) for service in SERVICES}
