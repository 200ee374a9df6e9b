"""What the tests know of each broker; what Accord asks of it is the conformance suite's (contract/test_bus_*)."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, UnknownError

from tests.support.brokers.broker import Broker, restart
from tests.support.brokers.tansu import TansuBroker
from tests.support.brokers.topics import create_topic
from tests.support.links.link import Link
from tests.support.links.weather import CLEAR, Weather
from tests.support.ports import free_port


@asynccontextmanager
async def producing(broker: Broker, *, idempotent: bool = False) -> AsyncGenerator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, acks="all", enable_idempotence=idempotent)
    try:
        await producer.start()
        yield producer
    finally:
        await producer.stop()


async def test_an_idempotent_producer_works_exactly_where_the_broker_says_it_does(broker: Broker) -> None:
    topic = await create_topic(broker)
    if broker.supports_idempotent_producer:
        async with producing(broker, idempotent=True) as producer:
            sent = await producer.send_and_wait(topic, b"once", key=b"k")
        assert sent.offset == 0
    else:
        with pytest.raises(UnknownError):
            async with producing(broker, idempotent=True):
                pass


async def test_a_broker_that_was_wiped_knows_no_topic(broker: Broker) -> None:
    topic = await create_topic(broker)
    await asyncio.to_thread(restart, broker, wiped=True)
    assert await create_topic(broker, topic) == topic


async def test_a_link_in_front_of_a_broker_can_take_it_away() -> None:
    port = free_port()
    async with Link(("127.0.0.1", port)) as link:
        broker = TansuBroker(port=port, advertise=link.address)
        try:
            await asyncio.to_thread(broker.start)
            topic = await create_topic(broker)
            async with producing(broker) as producer:
                await producer.send_and_wait(topic, b"while it is there", key=b"k")
                link.change(Weather(refusing=True))
                with pytest.raises((KafkaError, TimeoutError)):
                    await asyncio.wait_for(producer.send_and_wait(topic, b"while it is away", key=b"k"), 0.3)
                link.change(CLEAR)
                assert (await producer.send_and_wait(topic, b"when it is back", key=b"k")).offset > 0
        finally:
            broker.close()
