"""A wave that the publisher gave up must never arrive after its successor: it would undo it for whoever reads later."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from shared.kafka import KafkaPublisher
from shared.messaging.bus import Delivery
from shared.messaging.topics import TopicSpec
from tests.support.brokers.apache_kafka import ApacheKafkaBroker
from tests.support.brokers.tansu import TansuBroker
from tests.support.buses import OnBroker, Reader, fresh, make_topics, outgoing, texts
from tests.support.held_link import HeldLink
from tests.support.ports import free_port
from tests.support.waiting import eventually

KINDS = [
    pytest.param(TansuBroker, id="tansu"),
    pytest.param(
        ApacheKafkaBroker,
        id="apache_kafka",
        marks=[pytest.mark.apache_kafka, pytest.mark.xdist_group("apache_kafka")],
    ),
]
Kind = type[TansuBroker] | type[ApacheKafkaBroker]


@asynccontextmanager
async def broker_behind(link: HeldLink, port: int, kind: Kind) -> AsyncGenerator[OnBroker]:
    broker = kind(port=port, advertise=link.address)
    try:
        await asyncio.to_thread(broker.start)
        yield OnBroker(broker)
    finally:
        await asyncio.to_thread(broker.close)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_wave_that_was_given_up_does_not_arrive_after_its_successors(kind: Kind) -> None:
    port, topic = free_port(), fresh("topic")
    async with HeldLink(port) as link, broker_behind(link, port, kind) as bus:
        await make_topics(bus.access, TopicSpec(topic, 1))
        publisher = KafkaPublisher(bus.access)
        await publisher.publish([outgoing(topic, "k", "0")])
        link.hold()
        [given_up] = await publisher.publish([outgoing(topic, "k", "given up")])
        assert given_up.delivery is Delivery.UNREACHABLE
        for value in ("1", "2"):
            [outcome] = await publisher.publish([outgoing(topic, "k", value)])
            assert outcome.delivery is Delivery.ACKNOWLEDGED, outcome
        await link.let_go()
        await publisher.publish([outgoing(topic, "k", "3")])
        await publisher.stop()
        assert await read_until(bus, topic, "3") == ["0", "1", "2", "3"]


async def test_a_publisher_that_is_cancelled_in_a_wave_sends_nothing_afterwards() -> None:
    port, topic = free_port(), fresh("topic")
    async with HeldLink(port) as link, broker_behind(link, port, TansuBroker) as bus:
        await make_topics(bus.access, TopicSpec(topic, 1))
        deposed, successor = KafkaPublisher(bus.access), KafkaPublisher(bus.access)
        await deposed.publish([outgoing(topic, "k", "0")])
        link.hold()
        wave = asyncio.create_task(deposed.publish([outgoing(topic, "k", "cancelled")]))
        await eventually(lambda: link.kept > 0, what="the wave is on its way")
        wave.cancel()
        await asyncio.wait({wave})
        for value in ("1", "2"):
            await successor.publish([outgoing(topic, "k", value)])
        await link.let_go()
        await successor.publish([outgoing(topic, "k", "3")])
        await successor.stop()
        assert await read_until(bus, topic, "3") == ["0", "1", "2", "3"]


async def read_until(bus: OnBroker, topic: str, last: str) -> list[str]:
    subscription = bus.subscription(fresh("group"), topic)
    await subscription.start()
    reader = Reader(subscription)

    async def complete() -> bool:
        await reader.once()
        return last in texts(reader.read)

    await eventually(complete, within=30, what=f"the value {last} is read")
    await subscription.stop()
    return texts(reader.read)
