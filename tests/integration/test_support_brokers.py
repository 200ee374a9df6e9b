"""What Accord asks of a Kafka-protocol broker, on each broker the suite knows."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError, UnknownError
from aiokafka.structs import ConsumerRecord

from tests.support.brokers.broker import Broker, restart
from tests.support.brokers.tansu import TansuBroker
from tests.support.brokers.topics import create_topic
from tests.support.faults import TcpProxy
from tests.support.ports import free_port
from tests.support.waiting import eventually

Record = ConsumerRecord[bytes | None, bytes | None]


@asynccontextmanager
async def producing(broker: Broker, *, idempotent: bool = False) -> AsyncGenerator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, acks="all", enable_idempotence=idempotent)
    try:
        await producer.start()
        yield producer
    finally:
        await producer.stop()


@asynccontextmanager
async def consuming(broker: Broker, topic: str, group: str) -> AsyncGenerator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=broker.bootstrap,
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=1000,
        heartbeat_interval_ms=100,
        fetch_max_wait_ms=50,
    )
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


async def read(consumer: AIOKafkaConsumer, number: int) -> list[Record]:
    """Consume until `number` records are there."""
    records: list[Record] = []

    async def all_there() -> bool:
        for batch in (await consumer.getmany(timeout_ms=50)).values():
            records.extend(batch)
        return len(records) >= number

    await eventually(all_there, within=30, what=f"{number} records are consumed")
    return records


async def publish(broker: Broker, topic: str, number: int, partition: int | None = None) -> None:
    async with producing(broker) as producer:
        for value in range(number):
            await producer.send_and_wait(
                topic, str(value).encode(), key=f"key {value % 7}".encode(), partition=partition
            )


def offsets(records: list[Record]) -> list[int]:
    return [record.offset for record in records]


async def test_a_record_comes_back_as_it_was_sent_and_so_does_its_tombstone(broker: Broker) -> None:
    topic = await create_topic(broker)
    headers = [("ce_id", b"0197"), ("ce_subject", "Côte d'Ivoire".encode()), ("ce_id", b"")]
    async with producing(broker) as producer:
        await producer.send_and_wait(topic, b"need", key=b"k", headers=headers)
        await producer.send_and_wait(topic, None, key=b"k")
    async with consuming(broker, topic, f"{topic}-group") as consumer:
        need, tombstone = await read(consumer, 2)
    assert (need.key, need.value, list(need.headers)) == (b"k", b"need", headers)
    assert (tombstone.key, tombstone.value) == (b"k", None)


async def test_records_of_one_key_stay_in_order_on_one_partition(broker: Broker) -> None:
    topic = await create_topic(broker, partitions=4)
    await publish(broker, topic, 140)
    async with consuming(broker, topic, f"{topic}-group") as consumer:
        records = await read(consumer, 140)
    for key in {record.key for record in records}:
        mine = [record for record in records if record.key == key]
        assert len({record.partition for record in mine}) == 1
        assert [int(record.value or b"") for record in mine] == sorted(int(record.value or b"") for record in mine)


async def test_a_group_goes_on_after_what_it_committed_and_not_after_what_it_read(broker: Broker) -> None:
    topic = await create_topic(broker)
    await publish(broker, topic, 10)
    async with consuming(broker, topic, f"{topic}-group") as consumer:
        await read(consumer, 10)
        await consumer.commit({TopicPartition(topic, 0): 4})
    async with consuming(broker, topic, f"{topic}-group") as consumer:
        assert offsets(await read(consumer, 6)) == [4, 5, 6, 7, 8, 9]


async def test_a_failed_record_is_read_again_after_a_seek(broker: Broker) -> None:
    topic = await create_topic(broker)
    await publish(broker, topic, 5)
    async with consuming(broker, topic, f"{topic}-group") as consumer:
        await read(consumer, 5)
        consumer.seek(TopicPartition(topic, 0), 3)
        assert offsets(await read(consumer, 2)) == [3, 4]


async def test_two_consumers_share_the_partitions_and_one_takes_over_from_the_other(broker: Broker) -> None:
    topic = await create_topic(broker, partitions=4)

    async def polled(*consumers: AIOKafkaConsumer) -> list[int]:
        await asyncio.gather(*(consumer.getmany(timeout_ms=20) for consumer in consumers))
        return [len(consumer.assignment()) for consumer in consumers]

    async with consuming(broker, topic, f"{topic}-group") as first:

        async def first_has_all() -> bool:
            return await polled(first) == [4]

        async with consuming(broker, topic, f"{topic}-group") as second:

            async def each_has_half() -> bool:
                return await polled(first, second) == [2, 2]

            await eventually(each_has_half, within=30, what="each consumer has two partitions")
        await eventually(first_has_all, within=30, what="the first consumer has the other's partitions too")


async def test_the_high_watermark_counts_every_record_and_the_beginning_is_zero(broker: Broker) -> None:
    topic = await create_topic(broker)
    partition = TopicPartition(topic, 0)
    async with producing(broker) as producer:
        await asyncio.gather(*[await producer.send(topic, b"batched", key=b"k") for _ in range(50)])
    async with consuming(broker, topic, f"{topic}-group") as consumer:
        await read(consumer, 50)
        assert consumer.highwater(partition) == 50
        assert await consumer.beginning_offsets([partition]) == {partition: 0}


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


@pytest.mark.parametrize("crashing", [False, True], ids=["stopped", "killed"])
async def test_clients_outlive_a_restart_of_the_broker(broker: Broker, crashing: Any) -> None:
    topic = await create_topic(broker)
    async with producing(broker) as producer, consuming(broker, topic, f"{topic}-group") as consumer:
        await producer.send_and_wait(topic, b"before", key=b"k")
        await read(consumer, 1)
        await asyncio.to_thread(restart, broker, crashing=crashing)
        if not broker.keeps_data:
            await create_topic(broker, topic)
        await producer.send_and_wait(topic, b"after", key=b"k")
        assert b"after" in {record.value for record in await read(consumer, 1)}


async def test_a_broker_that_was_wiped_knows_no_topic(broker: Broker) -> None:
    topic = await create_topic(broker)
    await asyncio.to_thread(restart, broker, wiped=True)
    assert await create_topic(broker, topic) == topic


async def test_a_proxy_in_front_of_a_broker_can_take_it_away() -> None:
    port = free_port()
    async with TcpProxy(("127.0.0.1", port)) as proxy:
        broker = TansuBroker(port=port, advertise=proxy.address)
        try:
            await asyncio.to_thread(broker.start)
            topic = await create_topic(broker)
            async with producing(broker) as producer:
                await producer.send_and_wait(topic, b"while it is there", key=b"k")
                proxy.refuse()
                with pytest.raises((KafkaError, TimeoutError)):
                    await asyncio.wait_for(producer.send_and_wait(topic, b"while it is away", key=b"k"), 0.3)
                proxy.resume()
                assert (await producer.send_and_wait(topic, b"when it is back", key=b"k")).offset > 0
        finally:
            broker.close()
