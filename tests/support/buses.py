"""Every bus behind one face, so that one suite can ask the same of all of them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Protocol
from uuid import uuid4

from shared.kafka import KafkaAccess, KafkaPublisher, KafkaSubscription, create_topics
from shared.messaging.bus import Delivery, IncomingRecord, OutgoingRecord, Publisher, Subscription
from shared.messaging.topics import TopicSpec
from tests.support.brokers.broker import Broker
from tests.support.memory_bus import MemoryBus
from tests.support.waiting import eventually

SESSION_SECONDS = 1.0
WAVE_SECONDS = 2.0


class Bus(Protocol):
    """A bus whose broker the test can take away."""

    async def create(self, topic: str, *, partitions: int = 3) -> None:
        """Create a topic, unless it is there."""
        ...

    def publisher(self) -> Publisher:
        """Return a publisher of its own."""
        ...

    def subscription(self, group: str, *topics: str) -> Subscription:
        """Return a member-to-be of a group."""
        ...

    async def go_away(self) -> None:
        """Take the broker away."""
        ...

    async def come_back(self) -> None:
        """Bring the broker back, with what it had where it keeps data."""
        ...

    async def lose_everything(self) -> None:
        """Have the broker forget its topics, records and groups."""
        ...


class InMemory:
    """The bus of the unit and property tests."""

    def __init__(self) -> None:
        self._bus = MemoryBus()

    async def create(self, topic: str, *, partitions: int = 3) -> None:
        """Count partitions; topics come into being by use."""
        del topic
        self._bus.partitions = partitions

    def publisher(self) -> Publisher:
        """Return a publisher of its own."""
        return self._bus.publisher()

    def subscription(self, group: str, *topics: str) -> Subscription:
        """Return a member-to-be of a group."""
        return self._bus.subscription(group, *topics)

    async def go_away(self) -> None:
        """Be away."""
        self._bus.faults.away = True

    async def come_back(self) -> None:
        """Be there again."""
        self._bus.faults.away = False

    async def lose_everything(self) -> None:
        """Forget everything."""
        self._bus.wipe()


class OnBroker:
    """The bus that the services use, on a real broker."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self.access = access_to(broker)

    async def create(self, topic: str, *, partitions: int = 3) -> None:
        """Create the topic as the services' job does."""
        await make_topics(self.access, TopicSpec(topic, partitions))

    def publisher(self) -> Publisher:
        """Return a publisher of its own."""
        return KafkaPublisher(self.access)

    def subscription(self, group: str, *topics: str) -> Subscription:
        """Return a member-to-be of a group."""
        return KafkaSubscription(self.access, group=group, topics=topics)

    async def go_away(self) -> None:
        """Kill the broker."""
        await asyncio.to_thread(self._broker.kill)

    async def come_back(self) -> None:
        """Start the broker."""
        await asyncio.to_thread(self._broker.start)

    async def lose_everything(self) -> None:
        """Start the broker anew with nothing."""
        await asyncio.to_thread(self._broker.kill)
        await asyncio.to_thread(self._broker.wipe)
        await asyncio.to_thread(self._broker.start)


def access_to(broker: Broker) -> KafkaAccess:
    """Reach a broker with deadlines that a test likes."""
    return KafkaAccess(
        broker.bootstrap,
        idempotent=broker.supports_idempotent_producer,
        wave_seconds=WAVE_SECONDS,
        session_seconds=SESSION_SECONDS,
    )


async def make_topics(access: KafkaAccess, *topics: TopicSpec) -> None:
    """Create topics on a broker that may have started only just now."""

    async def created() -> bool:
        await create_topics(access, topics)
        return True

    await eventually(created, within=30, what="the topics are there")


def fresh(name: str) -> str:
    """Return a name for a topic or group that no other test uses."""
    return f"{name}-{uuid4().hex[:12]}"


def outgoing(topic: str, key: str, value: str | None) -> OutgoingRecord:
    """Return a record with a header."""
    return OutgoingRecord(topic, key, None if value is None else value.encode(), (("ce_id", key.encode()),))


class Reader:
    """Polls a subscription and keeps what it read, in the order it was read."""

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        self.read: list[IncomingRecord] = []

    async def until(self, count: int, *, within: float = 30.0) -> list[IncomingRecord]:
        """Poll until that many records were read in all, and return them all."""
        await eventually(lambda: self._has(count), within=within, what=f"{count} records are read")
        return self.read

    async def once(self, *, limit: int = 500) -> list[IncomingRecord]:
        """Poll once; a lost bus counts as nothing to read, and is joined anew as the worker does it."""
        try:
            records = await self.subscription.poll(limit=limit, wait=0.2)
        except ConnectionError:
            with suppress(ConnectionError):
                await self.subscription.start()
            return []
        self.read += records
        return records

    async def _has(self, count: int) -> bool:
        await self.once()
        return len(self.read) >= count


def texts(records: list[IncomingRecord]) -> list[str]:
    """Return the records' values as text."""
    return [(record.value or b"-").decode() for record in records]


@asynccontextmanager
async def publishing(bus: Bus) -> AsyncGenerator[Publisher]:
    """Give a publisher, and let it go afterwards."""
    publisher = bus.publisher()
    try:
        yield publisher
    finally:
        await publisher.stop()


@asynccontextmanager
async def reading(bus: Bus, group: str, *topics: str) -> AsyncGenerator[Reader]:
    """Join a group for as long as the block lasts."""
    subscription = bus.subscription(group, *topics)
    try:
        await subscription.start()
        yield Reader(subscription)
    finally:
        await subscription.stop()


async def publish(bus: Bus, *waves: list[OutgoingRecord]) -> None:
    """Publish waves, all of which must be acknowledged."""
    async with publishing(bus) as publisher:
        for wave in waves:
            outcomes = await publisher.publish(wave)
            assert [outcome.delivery for outcome in outcomes] == [Delivery.ACKNOWLEDGED] * len(wave), outcomes
