"""From the commit of a need to its candidates being visible, against a bare round trip on the same broker.

Both moments are told by PostgreSQL at the commits (`notices`); the round trips are made in between, one each, so that
whatever else the machine does befalls both alike. One need is on its way at a time: this is delay, not throughput.
"""
# aiokafka ships no types: what it returns is unknown to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from shared.events.registry import NEEDS_TOPIC
from shared.kafka import KafkaAccess, KafkaPublisher, create_topics, existing_topics
from shared.messaging.topics import TopicSpec
from tests.benchmarks.delivery import Delivery
from tests.benchmarks.notices import Notices, notices
from tests.benchmarks.ratios import Limit, Ratio
from tests.support import request_documents
from tests.support.published_states import event_of, offer_id, offer_state, sent
from tests.support.waiting import eventually

SAMPLES = 200
WARM_UP = 30
OFFERS = 20
PAYLOAD = b"x" * 1500
TOPIC = "bench.round-trip"


@dataclass(frozen=True)
class Delays:
    """Seconds of each sample: to the broker, from there to visible candidates, and of the bare round trip."""

    published: list[float]
    found: list[float]
    bare: list[float]

    @property
    def whole(self) -> list[float]:
        """From commit to visible candidates."""
        return [first + second for first, second in zip(self.published, self.found, strict=True)]


async def event_to_candidate_figures(delivery: Delivery) -> list[Ratio]:
    """Measure the delays between processes that it starts, and weigh these before and after."""
    await delivery.start("needs", "api", "relay")
    await delivery.start("matcher", "worker")
    rest = delivery.mebibytes()
    delays = await _measured(delivery)
    after = delivery.mebibytes()
    return [*_ratios(delays), *(_weight(name, rest[name], size) for name, size in after.items())]


async def _measured(delivery: Delivery) -> Delays:
    delays = Delays([], [], [])
    async with AsyncExitStack() as ends:
        committed = await ends.enter_async_context(
            notices(delivery.urls["needs"], "outbox", "key", when=f"NEW.topic = '{NEEDS_TOPIC}'")
        )
        known = await ends.enter_async_context(notices(delivery.urls["matcher"], "offers", "offer_id"))
        await _give_offers(delivery.access, known)
        visible = await ends.enter_async_context(notices(delivery.urls["matcher"], "candidates", "need_id"))
        trip = await ends.enter_async_context(_round_trip(delivery.access))
        client = await ends.enter_async_context(httpx.AsyncClient(timeout=30, trust_env=False))
        for sample in range(WARM_UP + SAMPLES):
            number = await _open_need(client, delivery, sample)
            begun, arrived = await committed.of(number), await trip.arrival_of(number)
            ended, bare = await visible.of(number), await trip.seconds()
            if sample >= WARM_UP:
                delays.published.append(arrived - begun)
                delays.found.append(ended - arrived)
                delays.bare.append(bare)
    return delays


async def _give_offers(access: KafkaAccess, known: Notices) -> None:
    publisher = KafkaPublisher(access)
    try:
        await publisher.publish([sent(event_of(offer_state(number))) for number in range(OFFERS)])
    finally:
        await publisher.stop()
    for number in range(OFFERS):
        await known.of(str(offer_id(number)))


async def _open_need(client: httpx.AsyncClient, delivery: Delivery, sample: int) -> str:
    """Post a need for which every offer is a candidate, agree to its circulation, and return its id."""
    url, bearer = f"{delivery.servers['needs_api'].url}/v1/needs", delivery.forge.as_recipient("BFA")
    machines = request_documents.component(quantity=4, unit="machine")
    document = request_documents.need(external_id=f"E-{sample}", components=[machines])
    posted = await client.post(url, json=document, headers=bearer)
    posted.raise_for_status()
    number, tag = posted.json()["id"], posted.headers["ETag"]
    opened = await client.post(
        f"{url}/{number}/open", json={"consent": True, "insist": True}, headers={**bearer, "If-Match": tag}
    )
    opened.raise_for_status()
    return number


class _Trip:
    """A bare producer and a bare consumer, which also sees when the needs' events arrive at the broker."""

    def __init__(self, producer: Any, consumer: Any) -> None:
        self._producer = producer
        self._consumer = consumer

    async def seconds(self) -> float:
        """Send one record and return how long it took to come back."""
        key, begun = uuid4().hex, perf_counter()
        await self._producer.send_and_wait(TOPIC, PAYLOAD, key=key.encode())
        return await self.arrival_of(key) - begun

    async def arrival_of(self, key: str) -> float:
        """Return when the record of this key was received; others are passed over."""
        while (await self._consumer.getone()).key != key.encode():
            pass
        return perf_counter()


@asynccontextmanager
async def _round_trip(access: KafkaAccess) -> AsyncGenerator[_Trip]:
    await create_topics(access, [TopicSpec(TOPIC)])
    topics = await eventually(lambda: _both(access), within=20, what="the topics are there")
    settings = access.client_settings()
    producer = AIOKafkaProducer(**settings, acks="all", enable_idempotence=access.idempotent, linger_ms=0)
    consumer = AIOKafkaConsumer(**settings, enable_auto_commit=False, auto_offset_reset="latest")
    await producer.start()
    await consumer.start()
    try:
        consumer.assign([TopicPartition(name, number) for name, numbers in topics.items() for number in numbers])
        await consumer.seek_to_end()
        yield _Trip(producer, consumer)
    finally:
        await producer.stop()
        await consumer.stop()


async def _both(access: KafkaAccess) -> dict[str, list[int]]:
    topics = await existing_topics(access)
    return {name: topics[name] for name in (TOPIC, NEEDS_TOPIC)}


def _quantile(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def _ratios(delays: Delays) -> list[Ratio]:
    limits = {50: Limit(at_most=5), 99: Limit(at_most=15)}
    return [_ratio(delays, percent, wanted) for percent, wanted in limits.items()]


def _ratio(delays: Delays, percent: int, wanted: Limit) -> Ratio:
    sides = (delays.whole, delays.bare, delays.published, delays.found)
    whole, bare, published, found = (_quantile(side, percent / 100) * 1000 for side in sides)
    what = f"{SAMPLES} needs, {OFFERS} offers: {whole:.0f} ms ({published:.0f} to the broker, {found:.0f} from there)"
    against = f"produce and consume, acks=all: {bare:.1f} ms"
    return Ratio(f"event_to_candidate_p{percent}_vs_broker_round_trip", whole / bare, "times", what, against, wanted)


def _weight(name: str, rest: float, after: float) -> Ratio:
    what = f"after {SAMPLES + WARM_UP} needs, {rest:.0f} at rest"
    return Ratio(f"memory_mb_{name}", after, "MiB", what, "nothing: a weight")
