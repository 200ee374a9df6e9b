"""A relay whose clock is wrong publishes all the same, and where a broker minds it nothing is given up.

The wrong clock is made by a topic that takes no time but its broker's own: of many records most are a moment too old.
"""

from collections.abc import Mapping
from typing import Final

from shared.kafka import KafkaPublisher
from shared.messaging.bus import Delivery
from shared.messaging.topics import TopicSpec
from tests.support.brokers.broker import Broker
from tests.support.buses import access_to, fresh, make_topics, outgoing

NO_TIME_BUT_ITS_OWN: Final = {"message.timestamp.before.max.ms": "0", "message.timestamp.after.max.ms": "0"}


MANY: Final = 300


async def published(broker: Broker, settings: Mapping[str, str]) -> set[Delivery]:
    topic = TopicSpec(fresh("topic"), 1, {**settings, **NO_TIME_BUT_ITS_OWN})
    await make_topics(access_to(broker), topic)
    publisher = KafkaPublisher(access_to(broker))
    try:
        records = [outgoing(topic.name, str(number), "need") for number in range(MANY)]
        return {outcome.delivery for outcome in await publisher.publish(records)}
    finally:
        await publisher.stop()


async def test_a_topic_as_ours_are_minds_no_relays_clock(apache_kafka_broker: Broker) -> None:
    assert await published(apache_kafka_broker, TopicSpec("as ours are").settings) == {Delivery.ACKNOWLEDGED}


async def test_where_a_topic_keeps_the_relays_time_its_records_wait_and_are_not_parked(
    apache_kafka_broker: Broker,
) -> None:
    of_the_relays_time = {"message.timestamp.type": "CreateTime"}
    became = await published(apache_kafka_broker, of_the_relays_time)
    assert Delivery.UNREACHABLE in became
    assert Delivery.REFUSED not in became
