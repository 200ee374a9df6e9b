"""How many events a second the matcher takes in when many wait, against a bare consumer; and two workers against one.

What is taken in is kept, has its candidates found again and stored, and is committed event by event; the bare
consumer only receives.
"""
# aiokafka ships no types: what it returns is unknown to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from sqlalchemy import func, select

from matcher.adapters.tables import inbox
from shared.events.registry import NEEDS_TOPIC
from shared.kafka import KafkaAccess, KafkaPublisher, existing_topics
from shared.messaging.bus import OutgoingRecord
from shared.persistence.database import Database
from tests.benchmarks.delivery import Delivery
from tests.benchmarks.ratios import Ratio
from tests.support.campaign.lasting import lasting
from tests.support.published_states import event_of, need_state, offer_state, sent
from tests.support.waiting import eventually

EVENTS = 300
OFFERS = 20
BEFORE = 10_000
LOOKED_EVERY_SECONDS = 0.01
GROUP = "accord.matcher"


async def taking_in_figures(delivery: Delivery) -> list[Ratio]:
    """Let one worker take in a batch, then two another; each batch waits at the broker as a whole."""
    if "matcher_worker" not in delivery.servers:
        await delivery.start("matcher", "worker")
    database, publisher = Database.at(delivery.urls["matcher"]), KafkaPublisher(delivery.access)
    try:
        await publisher.publish([sent(event_of(offer_state(number))) for number in range(OFFERS)])
        await _taken_in(database, publisher, _needs(1))
        one = await _taken_in(database, publisher, _needs(2))
        bare = await _received(delivery.access, EVENTS)
        await delivery.start("matcher", "worker")
        await eventually(lambda: _members(delivery.access, 2), within=60, what="two workers share the partitions")
        two = await _taken_in(database, publisher, _needs(3))
    finally:
        await publisher.stop()
        await database.dispose()
    what = f"{EVENTS} needs before {OFFERS} offers, {EVENTS / one:.0f} a second by one worker"
    against = f"aiokafka consuming alone, {EVENTS / bare:.0f} a second"
    together = f"{EVENTS / two:.0f} a second by two workers on six partitions of a topic"
    return [
        Ratio("replay_events_per_s_vs_bare_consumer", bare / one, "x", what, against),
        Ratio("two_workers_vs_one", one / two, "x", together, f"one, {EVENTS / one:.0f} a second"),
    ]


def _needs(batch: int) -> list[OutgoingRecord]:
    begin = BEFORE + batch * EVENTS
    return [sent(event_of(need_state(number))) for number in range(begin, begin + EVENTS)]


async def _taken_in(database: Database, publisher: KafkaPublisher, records: Sequence[OutgoingRecord]) -> float:
    """Publish, and return the seconds from the first event taken in to the last (to 10 ms)."""
    count = select(func.count()).select_from(inbox)
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        before = await alone.scalar(count) or 0
        await publisher.publish(records)
        begun = perf_counter()
        while (await alone.scalar(count) or 0) < before + len(records):
            await lasting(LOOKED_EVERY_SECONDS)
    return perf_counter() - begun


async def _received(access: KafkaAccess, many: int) -> float:
    """Return the seconds in which a consumer receives so many events from the beginning of the topic."""
    numbers = (await existing_topics(access))[NEEDS_TOPIC]
    consumer = AIOKafkaConsumer(**access.client_settings(), enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(NEEDS_TOPIC, number) for number in numbers])
        begun, received = perf_counter(), 0
        while received < many:
            received += sum(map(len, (await consumer.getmany(timeout_ms=1000)).values()))
        return (perf_counter() - begun) * many / received
    finally:
        await consumer.stop()


async def _members(access: KafkaAccess, many: int) -> bool:
    """Whether the matcher's group has so many members and is at rest."""
    admin = AIOKafkaAdminClient(**access.client_settings())
    await admin.start()
    try:
        answer: Any
        [answer] = await admin.describe_consumer_groups([GROUP])
        [(_, _, state, _, _, members, *_)] = answer.groups
    finally:
        await admin.close()
    return state == "Stable" and len(members) == many
