"""What only a Kafka broker has: topics made with their settings, batches it refuses whole, members that vanish."""

from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from shared.kafka import KafkaAccess, KafkaPublisher, KafkaSubscription, create_topics, existing_topics
from shared.messaging.bus import Delivery
from shared.messaging.topics import TopicSpec
from tests.support.brokers.broker import Broker
from tests.support.buses import Reader, access_to, fresh, make_topics, outgoing, texts
from tests.support.ports import free_port
from tests.support.waiting import eventually

ACKNOWLEDGED, REFUSED = Delivery.ACKNOWLEDGED, Delivery.REFUSED
NOBODY = KafkaAccess(f"127.0.0.1:{free_port()}")


async def test_topics_are_created_once_and_only_new_ones_are_named(broker: Broker) -> None:
    access = access_to(broker)
    first, second = TopicSpec(fresh("topic"), 2), TopicSpec(fresh("topic"), 3)
    await make_topics(access)
    assert await create_topics(access, [first]) == [first.name]
    assert await create_topics(access, [first, second]) == [second.name]

    async def both_known() -> bool:
        return {first.name, second.name} <= (await existing_topics(access)).keys()

    await eventually(both_known, what="the broker knows both topics")


async def test_a_topic_that_the_broker_does_not_take_is_an_error_with_its_name(apache_kafka_broker: Broker) -> None:
    wrong = TopicSpec("no spaces allowed", 1)
    with pytest.raises(ConnectionError, match="no spaces allowed"):
        await create_topics(access_to(apache_kafka_broker), [wrong])


@pytest.mark.parametrize("ask", [lambda: create_topics(NOBODY, []), lambda: existing_topics(NOBODY)])
async def test_asking_for_topics_where_no_broker_listens_is_a_connection_error(ask: Any) -> None:
    with pytest.raises(ConnectionError):
        await ask()


async def test_records_that_are_too_large_only_together_all_arrive(apache_kafka_broker: Broker) -> None:
    access, topic = access_to(apache_kafka_broker), fresh("topic")
    await make_topics(access, TopicSpec(topic, 1, {"max.message.bytes": "3000"}))
    publisher = KafkaPublisher(access)
    wave = [outgoing(topic, f"key-{number}", "x" * 700) for number in range(8)]
    wave.insert(4, outgoing(topic, "too large by itself", "x" * 4000))
    outcomes = await publisher.publish(wave)
    await publisher.stop()
    assert [outcome.delivery for outcome in outcomes] == [ACKNOWLEDGED] * 4 + [REFUSED] + [ACKNOWLEDGED] * 4


async def test_a_foreign_header_without_a_value_does_not_stop_the_member(broker: Broker) -> None:
    access, topic = access_to(broker), fresh("topic")
    await make_topics(access, TopicSpec(topic, 1))
    foreign = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
    await foreign.start()
    headers: Any = [("x-trace", None), ("ce_id", b"1")]
    await foreign.send_and_wait(topic, b"{}", key=b"k", headers=headers)
    await foreign.stop()
    subscription = KafkaSubscription(access, group=fresh("group"), topics=[topic])
    await subscription.start()
    [record] = await Reader(subscription).until(1)
    await subscription.stop()
    assert record.headers == (("x-trace", b""), ("ce_id", b"1"))


async def test_the_partitions_of_a_member_that_vanished_are_taken_over_after_its_session(broker: Broker) -> None:
    access, topic, group = access_to(broker), fresh("topic"), fresh("group")
    await make_topics(access, TopicSpec(topic, 2))
    publisher = KafkaPublisher(access)
    await publisher.publish([outgoing(topic, f"key-{number}", "1") for number in range(10)])
    await publisher.stop()
    vanished = KafkaSubscription(access, group=group, topics=[topic])
    await vanished.start()
    await Reader(vanished).until(10)
    await vanish(vanished)
    heir = KafkaSubscription(access, group=group, topics=[topic])
    await heir.start()
    assert texts(await Reader(heir).until(10)) == ["1"] * 10
    await heir.stop()


async def vanish(subscription: KafkaSubscription) -> None:
    """End a member as SIGKILL would: it does not leave the group, it is just not there any more."""
    coordinator: Any = subscription._consumer._coordinator
    coordinator.generation = -1
    await subscription.stop()
