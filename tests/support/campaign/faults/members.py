"""Workers that come and go, so that partitions change hands in the middle of batches."""

import asyncio

from tests.support.campaign.scene import Scene

TIMES = 3


async def rebalances_in_a_loop(scene: Scene) -> None:
    """Stop and start the matcher's second worker, again and again."""
    _, second = scene.world.of("matcher", "worker")
    for _ in range(TIMES):
        await asyncio.to_thread(second.stop)
        await scene.goes_on(10)
        second.start()
        await scene.world.all_ready()
        await scene.goes_on(10)
