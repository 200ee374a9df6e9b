"""Brokers that die, stand still, are restarted, or are all away at once."""

import asyncio

from shared.events.registry import NEEDS_TOPIC
from tests.support.campaign.kafka_node import KafkaNode
from tests.support.campaign.lasting import lasting
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import TOPIC_NAMES

AWAY_SECONDS = 60


async def partition_leader_killed(scene: Scene) -> None:
    """Kill the broker that leads a partition of the needs' topic."""
    await _killed_and_back(scene, await scene.world.cluster.leader_of(NEEDS_TOPIC, 0))


async def controller_killed(scene: Scene) -> None:
    """Kill the broker that leads the controllers."""
    await _killed_and_back(scene, scene.world.cluster.controller())


async def broker_held_still(scene: Scene) -> None:
    """Hold a broker still until the others take it for dead, then let it go on."""
    node = await scene.world.cluster.leader_of(NEEDS_TOPIC, 1)
    node.hold()
    try:
        await scene.goes_on()
        await lasting(10)
    finally:
        node.let_go()
    await scene.world.cluster.until_whole(TOPIC_NAMES)


async def brokers_restarted_one_by_one(scene: Scene) -> None:
    """Restart each broker in good order, as an upgrade does."""
    for node in scene.world.cluster.nodes.values():
        await asyncio.to_thread(node.stop)
        await scene.goes_on(10)
        await asyncio.to_thread(scene.world.cluster.start)
        await scene.world.cluster.until_whole(TOPIC_NAMES)


async def all_brokers_away_for_a_minute(scene: Scene) -> None:
    """Kill every broker and leave them away for a minute, in which requests are accepted all the same."""
    await asyncio.to_thread(scene.world.cluster.kill)
    before = len(scene.load.ledger.entries)
    await lasting(AWAY_SECONDS)
    assert len(scene.load.ledger.entries) > before, "nothing was accepted while the brokers were away"
    await asyncio.to_thread(scene.world.cluster.start)
    await scene.world.cluster.until_whole(TOPIC_NAMES)


async def one_broker_wiped(scene: Scene) -> None:
    """Kill a broker, remove its disc, and start it empty; it fetches everything from the others."""
    node = await scene.world.cluster.leader_of(NEEDS_TOPIC, 2)
    await asyncio.to_thread(node.kill)
    node.wipe()
    await scene.goes_on()
    await asyncio.to_thread(scene.world.cluster.start)
    await scene.world.cluster.until_whole(TOPIC_NAMES)


async def _killed_and_back(scene: Scene, node: KafkaNode) -> None:
    await asyncio.to_thread(node.kill)
    await scene.goes_on()
    await asyncio.to_thread(scene.world.cluster.start)
    await scene.world.cluster.until_whole(TOPIC_NAMES)
