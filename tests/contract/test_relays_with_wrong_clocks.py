"""A relay whose clock is a day ahead publishes all the same, and where a broker minds it nothing is given up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from shared.clock import system_clock
from shared.kafka import KafkaPublisher
from shared.messaging.bus import Delivery
from shared.messaging.topics import TopicSpec
from tests.support.brokers.broker import Broker
from tests.support.buses import access_to, fresh, make_topics, outgoing


@pytest.fixture
def a_day_ahead() -> Iterator[None]:
    with time_machine.travel(system_clock() + timedelta(days=1)):
        yield


async def published(broker: Broker, topic: TopicSpec) -> list[Delivery]:
    await make_topics(access_to(broker), topic)
    publisher = KafkaPublisher(access_to(broker))
    try:
        return [outcome.delivery for outcome in await publisher.publish([outgoing(topic.name, "key", "need")])]
    finally:
        await publisher.stop()


@pytest.mark.usefixtures("a_day_ahead")
async def test_a_relay_whose_clock_is_a_day_ahead_publishes(broker: Broker) -> None:
    assert await published(broker, TopicSpec(fresh("topic"))) == [Delivery.ACKNOWLEDGED]


@pytest.mark.usefixtures("a_day_ahead")
async def test_where_a_topic_keeps_the_relays_time_its_records_wait_and_are_not_parked(
    apache_kafka_broker: Broker,
) -> None:
    of_the_relays_time = TopicSpec(fresh("topic"), 1, {"message.timestamp.type": "CreateTime"})
    assert await published(apache_kafka_broker, of_the_relays_time) == [Delivery.UNREACHABLE]
