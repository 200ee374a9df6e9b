"""A reader of a topic, with a group or without, is let go even when aiokafka's own way of stopping fails."""

import asyncio
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaTimeoutError

from shared.kafka_internals import end_consumer
from tests.support.brokers.broker import Broker
from tests.support.brokers.topics import create_topic
from tests.support.waiting import eventually


class CannotStop(AIOKafkaConsumer):
    """Fails to stop, as a consumer does whose broker went away while it asked for something."""

    async def stop(self) -> None:
        """Count as closed, as after the real beginning of a stop, and fail."""
        self._closed = True
        raise KafkaTimeoutError


async def started_on(broker: Broker, group: str | None) -> Any:
    """Return a consumer that has begun to read."""
    topic = await create_topic(broker)
    consumer: Any = CannotStop(bootstrap_servers=broker.bootstrap, group_id=group, enable_auto_commit=False)
    await consumer.start()
    consumer.assign([TopicPartition(topic, 0)])
    await consumer.getmany(timeout_ms=50)
    return consumer


@pytest.mark.parametrize("group", [None, "a-group"])
async def test_a_consumer_that_fails_to_stop_leaves_nothing_running(tansu_broker: Broker, group: str | None) -> None:
    before = asyncio.all_tasks()
    consumer = await started_on(tansu_broker, group)
    await end_consumer(consumer)
    await eventually(lambda: asyncio.all_tasks() <= before, within=5, what="no task of the consumer is left")
