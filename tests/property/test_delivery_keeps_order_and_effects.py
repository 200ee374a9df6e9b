"""Whatever fails between commit and effect, and whenever: nothing is lost, each effect is once, each key in order.

Hypothesis makes up what happens; two relays and two workers run beside it on a real PostgreSQL and a bus in memory.
"""

import asyncio
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import Envelope
from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.persistence.database import Database
from tests.support import workers
from tests.support.databases import Databases
from tests.support.deliveries import Counts, Runs, accept, count, keep_effect, need_event, small_service, unpublished
from tests.support.memory_bus import MemoryBus
from tests.support.relays import QUICK, end_leaders, let_retries_be_due, relay_on
from tests.support.waiting import eventually
from tests.support.workers import CONSUMER, effects, name_of, took_effect, worker_on

KEYS = 3
PATIENT = replace(QUICK, park_after=1_000_000, window=7)
UNDETERRED = replace(workers.QUICK, tries=1_000_000)
Step = tuple[str, int]


def step(name: str, most: int) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(name), st.integers(0, most))


STEPS = st.lists(
    st.one_of(
        step("accept", KEYS * 4 - 1),
        step("let_run", 300),
        step("disturb_bus", 6),
        step("refuse", KEYS - 1),
        step("fail_handlers", 4),
        step("kill", 3),
        step("end_leader", 0),
        step("deliver_all_again", 0),
    ),
    min_size=5,
    max_size=40,
)


class Play:
    """A service, a bus, two relays and two workers, to which things happen."""

    def __init__(self, database: Database, seed: int) -> None:
        self._database = database
        self.bus = MemoryBus(partitions=2, seed=seed)
        self.accepted: list[Envelope] = []
        self._keys = [new_id() for _ in range(KEYS)]
        self._versions = Counter[int]()
        self._failures = 0
        self._parts: dict[tuple[str, int], tuple[Runs, asyncio.Task[None]]] = {}
        for number in range(2):
            self._start("relay", number)
            self._start("worker", number)

    async def accept(self, number: int) -> None:
        """Commit some versions of one need."""
        for _ in range(1 + number // KEYS):
            key = number % KEYS
            self._versions[key] += 1
            event = need_event(self._keys[key], self._versions[key])
            self.accepted += await accept(self._database, [event])

    async def let_run(self, turns: int) -> None:
        """Let the parts work for a while."""
        for _ in range(turns):
            await asyncio.sleep(0)

    async def disturb_bus(self, number: int) -> None:
        """Change one of the bus's faults."""
        faults = self.bus.faults
        faults.away = number == 0
        faults.lose_acks_of = number if number % 2 else 0
        faults.write_twice = 0 if number % 2 else number

    async def refuse(self, number: int) -> None:
        """Have the bus refuse a key, or take it again."""
        self.bus.faults.refused_keys ^= {str(self._keys[number])}

    async def fail_handlers(self, number: int) -> None:
        """Have the next so many handlings fail."""
        self._failures = number

    async def end_leader(self, _: int) -> None:
        """End the database session of the relay that leads."""
        await end_leaders(self._database)

    async def deliver_all_again(self, _: int) -> None:
        """Forget the group's offsets."""
        group = self.bus.groups[CONSUMER]
        group.committed.clear()
        group.changed()

    async def kill(self, number: int) -> None:
        """Kill a relay or a worker where it stands, and start another in its place."""
        kind, which = ("relay", "worker")[number % 2], number // 2
        _, task = self._parts[kind, which]
        task.cancel()
        await asyncio.wait({task})
        self._start(kind, which)

    async def end(self) -> None:
        """Take every fault away, wait until all is done, and stop."""
        self.bus.faults.away = False
        self.bus.faults.refused_keys.clear()
        await let_retries_be_due(self._database)
        await eventually(self._all_published, within=20, what="every row is published")
        await took_effect(self._database, self.accepted)
        for part, _ in self._parts.values():
            part.stop()
        await asyncio.gather(*(task for _, task in self._parts.values()))

    async def _handle(self, session: AsyncSession, event: Envelope) -> None:
        await keep_effect(session, event)
        if self._failures:
            self._failures -= 1
            raise RuntimeError("for a while")

    async def _all_published(self) -> bool:
        return await unpublished(self._database) == 0

    def _start(self, kind: str, number: int) -> None:
        part: Runs = (
            relay_on(self._database, self.bus.publisher(), PATIENT)
            if kind == "relay"
            else worker_on(self._database, self.bus.subscription(CONSUMER, NEEDS_TOPIC), self._handle, pace=UNDETERRED)
        )
        self._parts[kind, number] = part, asyncio.create_task(part.run())


async def play(databases: Databases, steps: list[Step]) -> None:
    async with small_service(databases) as database:
        going_on = Play(database, seed=len(steps))
        for name, number in steps:
            await getattr(going_on, name)(number)
        await going_on.end()
        applied = await effects(database)
    counts = count(going_on.accepted, going_on.bus.records(NEEDS_TOPIC))
    assert counts == Counts(len(going_on.accepted), len(going_on.accepted), counts.duplicated, out_of_order=0)
    assert sorted(applied) == sorted(name_of(event) for event in going_on.accepted)
    for key in {event.subject for event in going_on.accepted}:
        versions = [int(name.partition("/")[2]) for name in applied if name.startswith(key)]
        assert versions == sorted(versions)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_nothing_is_lost_each_effect_is_once_and_each_key_is_in_order(databases: Databases, steps: list[Step]) -> None:
    asyncio.run(play(databases, steps))
