"""Three brokers of Apache Kafka as users run them: every record on three, written when two have it."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient

from tests.support.campaign.kafka_node import REPLICATION, KafkaNode, Linked
from tests.support.campaign.network import SIDES, Network
from tests.support.ports import free_port_range
from tests.support.waiting import eventually

_NUMBERS = range(1, REPLICATION + 1)


class KafkaCluster:
    """The brokers 1, 2 and 3; its blocking methods are called by `asyncio.to_thread` beside a running loop."""

    def __init__(self, network: Network) -> None:
        first = free_port_range((2 + len(SIDES)) * REPLICATION)
        ports, controllers, *aside = (
            {number: first + row * REPLICATION + number - 1 for number in _NUMBERS} for row in range(2 + len(SIDES))
        )
        self._links = {side: network.brokers(side, listeners) for side, listeners in zip(SIDES, aside, strict=True)}
        linked = {
            number: {
                side: Linked(listeners[number], self._links[side][number])
                for side, listeners in zip(SIDES, aside, strict=True)
            }
            for number in _NUMBERS
        }
        voters = ",".join(f"{number}@127.0.0.1:{port}" for number, port in controllers.items())
        self.nodes = {
            number: KafkaNode(number, ports[number], controllers[number], voters, linked[number]) for number in _NUMBERS
        }

    @property
    def bootstrap(self) -> str:
        """The addresses for clients that use no link, separated by commas."""
        return ",".join(node.address for node in self.nodes.values())

    def bootstrap_of(self, side: str) -> str:
        """Return the addresses for clients on a side of the network."""
        return ",".join(f"127.0.0.1:{port}" for port in self._links[side].values())

    def start(self) -> None:
        """Start what does not run, and wait until every broker answers clients."""
        _all_at_once(KafkaNode.start, [node for node in self.nodes.values() if not node.running])
        for node in self.nodes.values():
            node.await_ready()

    def kill(self) -> None:
        """End every broker at once."""
        _all_at_once(KafkaNode.kill, self.nodes.values())

    def wipe(self) -> None:
        """Forget all that every broker kept; only while they are stopped."""
        for node in self.nodes.values():
            node.wipe()

    def close(self) -> None:
        """End every broker and remove its data."""
        _all_at_once(KafkaNode.close, self.nodes.values())

    def controller(self) -> KafkaNode:
        """Return the node that leads the controllers, by what the nodes themselves wrote down last."""
        newest = max((node.quorum() for node in self.nodes.values()), key=lambda state: state["leaderEpoch"])
        return self.nodes[newest["leaderId"]]

    async def leader_of(self, topic: str, partition: int) -> KafkaNode:
        """Return the node that leads a partition."""

        async def led() -> int | None:
            return (await self._leaders([topic])).get((topic, partition))

        return self.nodes[await eventually(led, within=60, what=f"{topic} {partition} is led")]

    async def until_whole(self, topics: Iterable[str]) -> None:
        """Wait until every partition of these topics is in sync on all brokers."""
        names = list(topics)

        async def is_whole() -> bool:
            described = await self._described(names)
            partitions = [each for topic in described for each in topic["partitions"]]
            return bool(partitions) and all(len(each["isr"]) == REPLICATION for each in partitions)

        await eventually(is_whole, within=180, what="every partition is in sync on all brokers")

    async def _leaders(self, topics: list[str]) -> dict[tuple[str, int], int]:
        described = await self._described(topics)
        return {
            (topic["topic"], each["partition"]): each["leader"]
            for topic in described
            for each in topic["partitions"]
            if each["leader"] > 0
        }

    async def _described(self, topics: list[str]) -> list[dict[str, Any]]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap, request_timeout_ms=10_000)
        try:
            async with asyncio.timeout(15):
                await admin.start()
                return await admin.describe_topics(topics)
        finally:
            await admin.close()


def _all_at_once(action: Callable[[KafkaNode], None], nodes: Iterable[KafkaNode]) -> None:
    with ThreadPoolExecutor(REPLICATION) as threads:
        list(threads.map(action, nodes))
