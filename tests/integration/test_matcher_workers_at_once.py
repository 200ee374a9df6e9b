"""Several matcher workers on one database: whatever they take in at the same moment, no pair is missed."""

import asyncio

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matching import SqlMatching
from matcher.application.take_in_need import TakeInNeed, take_in_need
from shared.messaging.processing import Applied
from tests.support.memory_bus import MemoryBus
from tests.support.published_states import event_of, need_state, offer_state, received, sent
from tests.support.running_matcher import RunningMatcher
from tests.support.running_parts import at_work
from tests.support.waiting import eventually

WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


async def test_a_worker_waits_for_the_one_that_is_taking_in_the_other_side(matcher: RunningMatcher) -> None:
    today = matcher.service.clock().date()

    async def waits() -> bool:
        return bool(await matcher.service.rows(WAITING))

    async with matcher.service.database.sessions() as session, session.begin():
        await take_in_need(TakeInNeed(need_state()), matching=SqlMatching(session, EngineInMemory(), today))
        other = asyncio.create_task(matcher.another_worker().take_in(offer_state()))
        await eventually(waits, within=20, what="the second worker waits until the first has committed")
    assert await other == [Applied.APPLIED]
    assert (await matcher.pairs()).keys() == {("N-001", "O-001")}


async def test_two_workers_that_take_in_needs_and_offers_at_once_miss_no_pair(matcher: RunningMatcher) -> None:
    another = matcher.another_worker()
    for number in range(1, 9):
        await asyncio.gather(matcher.take_in(need_state(number)), another.take_in(offer_state(number)))
    assert len(await matcher.pairs()) == 64


async def test_two_members_of_a_group_share_the_partitions_and_find_every_pair(matcher: RunningMatcher) -> None:
    bus = MemoryBus(seed=3)
    for number in range(1, 11):
        bus.write(sent(event_of(need_state(number))))
        bus.write(sent(event_of(offer_state(number))))

    async def all_applied() -> bool:
        return await matcher.applied() == 20

    async with at_work(matcher.worker_on(bus), matcher.worker_on(bus)):
        await eventually(all_applied, within=60, what="every event is applied")
    assert len(await matcher.pairs()) == 100


async def test_an_event_that_reaches_two_workers_at_once_is_applied_by_one_of_them(matcher: RunningMatcher) -> None:
    await matcher.take_in(offer_state())
    record = received(event_of(need_state()))
    workers = [matcher.another_worker().processor for _ in range(3)]
    outcomes = await asyncio.gather(*(worker.process(record) for worker in workers))
    assert sorted(outcomes) == [Applied.APPLIED, Applied.DUPLICATE, Applied.DUPLICATE]
    assert await matcher.applied() == 2
