"""Processes that die at once, and are started anew by their platform."""

import asyncio

from tests.support.campaign.part import Part
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES
from tests.support.waiting import eventually


async def apis_killed(scene: Scene) -> None:
    """Kill each service's API while requests are in it."""
    for service in SERVICES:
        await _killed_and_back(scene.world.of(service, "api")[0])
        await scene.goes_on()


async def leading_relays_killed(scene: Scene) -> None:
    """Kill the relay that leads, of each service; the one that stands by takes over."""
    for service in SERVICES:
        await _killed_and_back(await scene.world.leading_relay(service))
        await scene.goes_on()


async def workers_of_needs_and_offers_killed(scene: Scene) -> None:
    """Kill the workers that keep the ledgers."""
    for service in ("needs", "offers"):
        await _killed_and_back(scene.world.of(service, "worker")[0])
        await scene.goes_on()


async def workers_of_matcher_killed(scene: Scene) -> None:
    """Kill the matcher's workers, one after the other and then both at once."""
    workers = scene.world.of("matcher", "worker")
    for worker in workers:
        await _killed_and_back(worker)
        await scene.goes_on()
    await asyncio.gather(*(_killed_and_back(worker) for worker in workers))


async def round_worker_killed(scene: Scene) -> None:
    """Kill the round worker in the middle of a round, which is taken up anew."""
    [worker] = scene.world.of("matcher", "round-worker")
    running = "SELECT count(*) FROM rounds WHERE status = 'running'"

    async def works() -> bool:
        return await scene.world.number("matcher", running) > 0

    await eventually(works, within=120, what="a round is being worked on")
    await _killed_and_back(worker)

    async def rests() -> bool:
        return (
            await scene.world.number("matcher", "SELECT count(*) FROM rounds WHERE attempt > 1 AND status = 'done'") > 0
        )

    await eventually(rests, within=120, what="a round that was taken up anew is done")


async def everything_killed_at_once(scene: Scene) -> None:
    """Kill every process of every service, as a machine does that loses its power."""
    await asyncio.gather(*(_killed_and_back(part) for part in scene.world.parts))


async def _killed_and_back(part: Part) -> None:
    part.kill()
    part.start()
    await eventually(part.is_ready, within=120, what=f"{part.name} is ready again")
