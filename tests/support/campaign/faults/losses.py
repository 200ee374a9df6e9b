"""Topics and brokers whose records are gone for good; owners state what they have again."""

import asyncio
from collections.abc import Iterable

from aiokafka.admin import AIOKafkaAdminClient

from shared.clock import system_clock
from shared.events.registry import NEEDS_TOPIC
from tests.support.campaign.lasting import lasting
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES, TOPIC_NAMES, World
from tests.support.waiting import eventually

GONE_SECONDS = 8


async def topic_deleted(scene: Scene) -> None:
    """Delete the needs' topic under load, create it again, and have its owner state everything anew."""
    await _delete(scene.world, NEEDS_TOPIC)
    await lasting(GONE_SECONDS)
    await _created_anew(scene.world, [NEEDS_TOPIC])
    await scene.goes_on()


async def topic_deleted_and_created_at_once(scene: Scene) -> None:
    """Do the same so quickly that clients may not notice that it is another topic."""
    await _delete(scene.world, NEEDS_TOPIC)
    await _created_anew(scene.world, [NEEDS_TOPIC])
    await scene.goes_on()


async def whole_cluster_wiped(scene: Scene) -> None:
    """Kill every broker, remove every disc, start with nothing, and have every owner state everything anew."""
    await asyncio.to_thread(scene.world.cluster.kill)
    scene.world.cluster.wipe()
    await asyncio.to_thread(scene.world.cluster.start)
    await _created_anew(scene.world, TOPIC_NAMES)
    await scene.goes_on()


async def _delete(world: World, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=world.cluster.bootstrap)
    await admin.start()
    try:
        await admin.delete_topics([topic])
    finally:
        await admin.close()


async def _created_anew(world: World, topics: Iterable[str]) -> None:
    names = list(topics)

    async def are_created() -> bool:
        said = await world.start_topics()
        return any(name in said for name in names)

    await eventually(are_created, within=120, what="the topics are created anew")
    await world.cluster.until_whole(names)
    world.lost_topics(names, at=system_clock())
    for service in SERVICES:
        await asyncio.to_thread(world.command, service, "republish")
