"""What one event costs when the matcher holds ten or a hundred times as many needs: it should stay flat.

In one process, without a broker: a need is taken in, its candidates are found and stored, and it is committed.
`ACCORD_BENCH_SCALE=100k` adds 100,000 needs, which an engine takes about a minute to load.
"""

import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import text

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.personal.taking_out import ErasedPersons
from matcher.consumers import handlers
from matcher.main import TAKEN_IN, prepare
from shared.clock import system_clock
from shared.messaging.processing import EventProcessor
from shared.persistence.database import Database
from shared.personal.identifiers import PersonKey
from tests.benchmarks.ratios import Limit, Ratio
from tests.support.databases import Databases
from tests.support.postgres import PostgresProcess
from tests.support.published_states import event_of, need_state, offer_state, received

EVENTS = 60
OFFERS = 20
FIRST = 1_000_000
_COPY = text(
    """
    INSERT INTO needs SELECT (copies.n).* FROM (
        SELECT jsonb_populate_record(needs, jsonb_build_object(
            'need_id', gen_random_uuid(), 'change_number', nextval('change_numbers'), 'external_id', 'S-' || number
        )) AS n FROM needs, generate_series(1, :many) AS number
        WHERE needs.need_id = (SELECT min(need_id::text)::uuid FROM needs)
    ) AS copies
    """
)
_RENAME = text("UPDATE needs SET state = jsonb_set(state, '{need_id}', to_jsonb(need_id))")


async def scale_figures() -> list[Ratio]:
    """Measure at a thousand needs and at ten times as many, and more where that was asked for."""
    sizes = [1_000, 10_000, *([100_000] if os.environ.get("ACCORD_BENCH_SCALE") == "100k" else [])]
    async with _matcher() as (database, processor):
        costs = [await _cost(database, processor, size) for size in sizes]
    return [_ratio(size, cost, costs[0]) for size, cost in zip(sizes[1:], costs[1:], strict=True)]


def _ratio(size: int, cost: tuple[float, float], first: tuple[float, float]) -> Ratio:
    what = f"a need's event among {size} needs: {cost[0]:.1f} ms, {cost[1]:.1f} of them on a core"
    against = f"among 1,000: {first[0]:.1f} ms, {first[1]:.1f} on a core"
    return Ratio(f"event_cost_at_{size // 1000}k_needs", cost[0] / first[0], "times", what, against, Limit(at_most=1.5))


@asynccontextmanager
async def _matcher() -> AsyncGenerator[tuple[Database, EventProcessor]]:
    server = PostgresProcess()
    try:
        server.start()
        prepare()
        database = Database.at(await Databases(server).create_for_service("matcher"))
        persons = ErasedPersons(PersonKey("k" * 48))
        events = handlers(EngineInMemory(), system_clock, persons)
        yield database, EventProcessor(database.sessions, TAKEN_IN, events, consumer="matcher")
        await database.dispose()
    finally:
        server.close()


async def _cost(database: Database, processor: EventProcessor, size: int) -> tuple[float, float]:
    """Return milliseconds by the clock and on a core: the median of what a need's event costs among so many needs."""
    await _apply(processor, [offer_state(number) for number in range(OFFERS)])
    await _apply(processor, [need_state(FIRST + size)])
    await _fill(database, size)
    await _apply(processor, [need_state(FIRST + size + number) for number in range(1, 10)])
    begun = process_time()
    costs = await _apply(processor, [need_state(FIRST + size + number) for number in range(10, 10 + EVENTS)])
    return median(costs) * 1000, (process_time() - begun) / EVENTS * 1000


async def _fill(database: Database, size: int) -> None:
    async with database.engine.begin() as connection:
        held = await connection.scalar(text("SELECT count(*) FROM needs")) or 0
        await connection.execute(_COPY, {"many": max(0, size - held)})
        await connection.execute(_RENAME)
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text("VACUUM ANALYZE needs"))


async def _apply(processor: EventProcessor, states: Sequence[object]) -> list[float]:
    costs = list[float]()
    for state in states:
        begun = perf_counter()
        await processor.process(received(event_of(state)))  # pyright: ignore[reportArgumentType] (a need or an offer)
        costs.append(perf_counter() - begun)
    return costs
