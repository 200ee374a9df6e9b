"""A consumer's copy is a cache: from the first event on it can be built again, and comes out the same."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

from matcher.consumers import TOPICS
from matcher.rebuild import rebuild
from shared.messaging.bus import IncomingRecord, Subscription
from shared.messaging.worker import Worker
from tests.support.database_fixtures import ServiceDatabase
from tests.support.memory_bus import MemoryBus
from tests.support.published_states import State, event_of, need_state, offer_state, sent
from tests.support.running_matcher import RunningMatcher, matcher_at, processor_of
from tests.support.running_parts import at_work
from tests.support.waiting import eventually
from tests.support.workers import DiesAtCommit

NUMBERS = range(1, 6)
VERSIONS = range(1, 5)
NEED_CHANGES: list[dict[str, Any]] = [
    {},
    {"status": "closed"},
    {"priority": 5},
    {"working_languages": ("zh",)},
    {"states": ("KEN", "BFA")},
    {"visibility": "donors"},
]
OFFER_CHANGES: list[dict[str, Any]] = [
    {},
    {"status": "paused"},
    {"visibility": "recipients"},
    {"working_languages": ("fr",)},
    {"applicants": ("state",)},
]


def histories(seed: int) -> list[Sequence[State]]:
    """Return the states of each record at versions 1 to 4, each with some change."""
    choice = random.Random(seed)
    needs: list[Sequence[State]] = [
        [need_state(n, v, **choice.choice(NEED_CHANGES)) for v in VERSIONS] for n in NUMBERS
    ]
    offers: list[Sequence[State]] = [
        [offer_state(n, v, **choice.choice(OFFER_CHANGES)) for v in VERSIONS] for n in NUMBERS
    ]
    return [*needs, *offers]


def interleaved(lists: Sequence[Sequence[State]], seed: int) -> list[State]:
    """Return all states in some order that keeps the order within each record."""
    choice = random.Random(seed)
    waiting = [list(states) for states in lists]
    merged: list[State] = []
    while left := [states for states in waiting if states]:
        merged.append(choice.choice(left).pop(0))
    return merged


class NeverQuiet(DiesAtCommit):
    """A subscription to which something new has always come when it is polled."""

    def __init__(self, bus: MemoryBus, inner: Subscription) -> None:
        super().__init__(inner)
        self._bus = bus
        self._version = 0

    async def poll(self, *, limit: int, wait: float) -> list[IncomingRecord]:
        """Have one more change of a need come first."""
        self._version += 1
        self._bus.write(sent(event_of(need_state(len(NUMBERS) + 1, self._version))))
        return await super().poll(limit=limit, wait=wait)


async def told(matcher: RunningMatcher, states: Sequence[State]) -> bytes:
    """Return the candidates that follow from these events."""
    await matcher.take_in(*states)
    return await matcher.candidates_as_bytes()


async def test_an_empty_database_ends_with_the_same_candidates_byte_for_byte(service_database: ServiceDatabase) -> None:
    events = histories(seed=1)
    first, again, other_order, newest_only, doubled = [await service_database("matcher") for _ in range(5)]
    async with matcher_at(first) as matcher:
        expected = await told(matcher, interleaved(events, seed=2))
        assert len(await matcher.pairs()) > len(NUMBERS)
    async with matcher_at(again) as matcher:
        assert await told(matcher, interleaved(events, seed=2)) == expected
    async with matcher_at(other_order) as matcher:
        assert await told(matcher, interleaved(events, seed=3)) == expected
    async with matcher_at(newest_only) as matcher:
        assert await told(matcher, [states[-1] for states in events]) == expected, "as from a compacted topic"
    async with matcher_at(doubled) as matcher:
        assert await told(matcher, interleaved([*events, *events], seed=4)) == expected


async def test_projections_emptied_by_hand_are_filled_again_from_the_topic(matcher: RunningMatcher) -> None:
    bus = MemoryBus(seed=5)
    for state in interleaved(histories(seed=6), seed=7):
        bus.write(sent(event_of(state)))
    events = len(NUMBERS) * 2 * len(VERSIONS)
    before = await read_all(matcher, matcher.worker_on(bus), events)
    await matcher.service.rows("TRUNCATE needs, offers, candidates, inbox")
    bus.groups.clear()
    assert await read_all(matcher, matcher.worker_on(bus), events) == before
    assert before


async def test_the_command_rebuilds_beside_a_worker_that_goes_on_reading(
    matcher: RunningMatcher, service_database: ServiceDatabase
) -> None:
    bus, late = MemoryBus(seed=8), need_state(len(NUMBERS) + 1)
    states = interleaved(histories(seed=9), seed=10)
    for state in states:
        bus.write(sent(event_of(state)))
    await read_all(matcher, matcher.worker_on(bus), len(states))
    await matcher.service.rows("UPDATE candidates SET score = 1, explanation = '[]'")
    await matcher.service.rows("UPDATE offers SET state = '{}', version = 99")
    async with at_work(matcher.worker_on(bus)):
        bus.write(sent(event_of(late)))
        assert await rebuilt_from(bus, matcher) >= len(states)
        await eventually(lambda: has_applied(matcher, len(states) + 1), within=60, what="the late event is applied")
    async with matcher_at(await service_database("matcher")) as fresh:
        await fresh.take_in(*states, late)
        assert await matcher.kept_as_bytes() == await fresh.kept_as_bytes()
    assert len(await matcher.pairs()) > len(NUMBERS)


async def test_it_ends_where_the_topics_ended_though_more_comes_all_the_time(matcher: RunningMatcher) -> None:
    bus, states = MemoryBus(seed=12), interleaved(histories(seed=13), seed=14)
    for state in states:
        bus.write(sent(event_of(state)))
    subscription = NeverQuiet(bus, bus.subscription("accord.matcher.rebuild", *TOPICS))
    sessions = matcher.service.database.sessions
    async with asyncio.timeout(10):
        assert await rebuild(sessions, subscription, processor_of(matcher.service)) >= len(states)
    assert len(await matcher.pairs()) > len(NUMBERS)


async def test_topics_that_hold_nothing_leave_nothing_behind(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state())
    assert await rebuilt_from(MemoryBus(seed=11), matcher) == 0
    assert await matcher.pairs() == {}
    assert await matcher.applied() == 0


async def rebuilt_from(bus: MemoryBus, matcher: RunningMatcher) -> int:
    subscription = bus.subscription("accord.matcher.rebuild", *TOPICS)
    sessions = matcher.service.database.sessions
    return await rebuild(sessions, subscription, processor_of(matcher.service), empty_after=0.2)


async def has_applied(matcher: RunningMatcher, events: int) -> bool:
    return await matcher.applied() == events


async def read_all(matcher: RunningMatcher, worker: Worker, events: int) -> bytes:
    async def read() -> bool:
        return await matcher.applied() == events

    async with at_work(worker):
        await eventually(read, within=60, what=f"{events} events are applied")
    return await matcher.kept_as_bytes()
