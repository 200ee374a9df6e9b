"""The public topic on every broker: its settings are taken, and a key that was taken back reads as a tombstone."""

from shared.kafka import KafkaPublisher
from shared.messaging.bus import Delivery
from shared.messaging.topics import FORGETS_SOON, TopicSpec
from tests.support.brokers.broker import Broker
from tests.support.buses import OnBroker, access_to, fresh, make_topics, outgoing, reading


async def test_a_reader_from_the_beginning_ends_with_what_is_public_alone(broker: Broker) -> None:
    topic = fresh("public")
    await make_topics(access_to(broker), TopicSpec(topic, 2, FORGETS_SOON))
    waves = [[outgoing(topic, key, "told") for key in ("kept", "narrowed", "both")]]
    waves += [[outgoing(topic, "narrowed", None), outgoing(topic, "both", None)], [outgoing(topic, "both", "again")]]
    publisher = KafkaPublisher(access_to(broker))
    for wave in waves:
        assert {outcome.delivery for outcome in await publisher.publish(wave)} == {Delivery.ACKNOWLEDGED}
    await publisher.stop()
    async with reading(OnBroker(broker), fresh("group"), topic) as reader:
        records = await reader.until(6)
    newest = {record.key: record.value for record in records}
    assert newest == {b"kept": b"told", b"narrowed": None, b"both": b"again"}
