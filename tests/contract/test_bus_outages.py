"""What the delivery path relies on when a broker goes away, asked of every bus."""

import asyncio
from contextlib import suppress

import pytest

from shared.messaging.bus import Delivery
from tests.support.buses import WAVE_SECONDS, Bus, Reader, fresh, outgoing, publish, publishing, reading, texts
from tests.support.waiting import eventually

ANY_BROKER = pytest.mark.parametrize("bus", ["memory", "tansu_broker"], indirect=True)
"""For what a client does while nobody listens: it cannot tell who it was, and Apache Kafka takes long to come back."""


async def test_a_bus_that_is_away_is_an_outcome_and_works_again_when_it_is_back(bus: Bus, topic: str) -> None:
    async with publishing(bus) as publisher:
        await publisher.publish([outgoing(topic, "k", "1")])
        await bus.go_away()
        async with asyncio.timeout(WAVE_SECONDS + 3):
            outcomes = await publisher.publish([outgoing(topic, "k", "2"), outgoing(topic, "l", "2")])
        assert [outcome.delivery for outcome in outcomes] == [Delivery.UNREACHABLE] * 2
        await bus.come_back()
        await bus.create(topic)
        outcomes = await publisher.publish([outgoing(topic, "k", "3")])
        assert [outcome.delivery for outcome in outcomes] == [Delivery.ACKNOWLEDGED], outcomes
    async with reading(bus, fresh("group"), topic) as reader:

        async def there() -> bool:
            await reader.once()
            return "3" in texts(reader.read)

        await eventually(there, within=40, what="what was published after the outage is read")


@ANY_BROKER
async def test_joining_a_bus_that_is_away_is_a_connection_error(bus: Bus, topic: str) -> None:
    await bus.go_away()
    subscription = bus.subscription(fresh("group"), topic)
    with pytest.raises(ConnectionError):
        await subscription.start()
    await subscription.stop()
    await bus.come_back()


@ANY_BROKER
async def test_a_poll_ends_in_time_even_when_the_bus_goes_away_before_the_group_has_formed(
    bus: Bus, topic: str
) -> None:
    subscription = bus.subscription(fresh("group"), topic)
    await subscription.start()
    await bus.go_away()
    with suppress(ConnectionError):
        async with asyncio.timeout(2):
            assert await subscription.poll(limit=10, wait=0.2) == []
    await subscription.stop()
    await bus.come_back()


@ANY_BROKER
async def test_a_commit_that_no_bus_answers_is_a_connection_error(bus: Bus, topic: str) -> None:
    await publish(bus, [outgoing(topic, "k", "1")])
    async with reading(bus, fresh("group"), topic) as reader:
        [record] = await reader.until(1)
        await bus.go_away()
        with pytest.raises(ConnectionError):
            async with asyncio.timeout(8):
                await reader.subscription.commit({record.partition: 1})
    await bus.come_back()


async def test_a_member_reads_on_after_an_outage(bus: Bus, topic: str) -> None:
    await publish(bus, [outgoing(topic, "k", "before")])
    async with reading(bus, fresh("group"), topic) as reader:
        await reader.until(1)
        await bus.go_away()
        await reader.once()
        await bus.come_back()
        await bus.create(topic)
        await publish(bus, [outgoing(topic, "k", "after")])

        async def heard() -> bool:
            await reader.once()
            return "after" in texts(reader.read)

        await eventually(heard, within=40, what="what came after the outage is read")


async def test_a_member_beyond_the_end_of_a_bus_that_lost_everything_starts_again(bus: Bus, topic: str) -> None:
    await publish(bus, *[[outgoing(topic, "k", f"old {number}")] for number in range(10)])
    async with reading(bus, fresh("group"), topic) as reader:
        records = await reader.until(10)
        await reader.subscription.commit({records[0].partition: 10})
        await bus.lose_everything()
        await bus.create(topic)
        await publish(bus, *[[outgoing(topic, "k", f"new {number}")] for number in range(15)])
        wanted = {f"new {number}" for number in range(15)}

        async def heard() -> bool:
            await reader.once()
            return wanted <= set(texts(reader.read))

        await eventually(heard, within=40, what="every record of the new log is read, whatever its offset")


@ANY_BROKER
async def test_stopping_takes_seconds_even_when_the_bus_is_away(bus: Bus, topic: str) -> None:
    publisher, subscription = bus.publisher(), bus.subscription(fresh("group"), topic)
    await publisher.publish([outgoing(topic, "k", "1")])
    await subscription.start()
    await Reader(subscription).until(1)
    await bus.go_away()
    async with asyncio.timeout(6):
        await publisher.stop()
    async with asyncio.timeout(6):
        await subscription.stop()
    await bus.come_back()
