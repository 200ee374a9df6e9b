"""How fast the relay empties an outbox, against a bare producer sending the same records to the same broker."""

import asyncio
from uuid import UUID

from sqlalchemy import MetaData, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import system_clock
from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.kafka import KafkaPublisher, create_topics
from shared.messaging.bus import OutgoingRecord
from shared.messaging.outbox import outbox_table
from shared.messaging.relay import Relay
from shared.messaging.topics import TOPICS
from shared.persistence.database import Database
from tests.benchmarks.ratios import ROUNDS, Ratio
from tests.support.brokers.tansu import TansuBroker
from tests.support.buses import access_to
from tests.support.databases import Databases
from tests.support.postgres import PostgresProcess
from tests.support.waiting import eventually

ROWS = 1000
WAVE = 500
PAYLOAD = b"x" * 2000


async def relay_vs_bare_producer() -> Ratio:
    """Measure rows a second of both, in turn, on a real PostgreSQL and the embedded broker."""
    server, broker = PostgresProcess(), TansuBroker()
    server.start()
    broker.start()
    try:
        ours, theirs = await _measure(await Databases(server).create(), broker)
    finally:
        broker.stop()
        server.close()
    return Ratio(
        "relay_rows_per_s_vs_bare_producer", theirs / ours, "x", f"{ROWS} rows of 2 kB", "aiokafka producing alone"
    )


async def _measure(url: str, broker: TansuBroker) -> tuple[float, float]:
    metadata = MetaData()
    outbox = outbox_table(metadata)
    database = Database.at(url)
    access = access_to(broker)
    await create_topics(access, TOPICS)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    rows = [_row(number) for number in range(ROWS)]
    async with database.engine.begin() as connection:
        await connection.execute(outbox.insert(), rows)
    publisher = KafkaPublisher(access)
    relay = Relay(database.unpooled, outbox, KafkaPublisher(access), service="bench")
    running = asyncio.create_task(relay.run())
    loop, pairs = asyncio.get_running_loop(), list[tuple[float, float]]()
    for _ in range(ROUNDS + 1):
        begun = loop.time()
        async with database.sessions() as session, session.begin():
            await session.execute(update(outbox).values(published_at=None))
        relay.wake()
        await eventually(lambda: _is_empty(database), within=60, what="the outbox is empty")
        halfway = loop.time()
        await _produce(publisher, rows)
        pairs.append((halfway - begun, loop.time() - halfway))
    relay.stop()
    await running
    await publisher.stop()
    await database.dispose()
    ours, theirs = zip(*pairs[1:], strict=True)
    return sorted(ours)[ROUNDS // 2], sorted(theirs)[ROUNDS // 2]


async def _produce(publisher: KafkaPublisher, rows: list[dict[str, object]]) -> None:
    records = [OutgoingRecord(NEEDS_TOPIC, str(row["key"]), PAYLOAD, ()) for row in rows]
    for begin in range(0, ROWS, WAVE):
        await publisher.publish(records[begin : begin + WAVE])


async def _is_empty(database: Database) -> bool:
    session: AsyncSession
    async with database.sessions() as session:
        left = await session.scalar(text("SELECT count(*) FROM outbox WHERE published_at IS NULL"))
    return left == 0


def _row(number: int) -> dict[str, object]:
    return {
        "event_id": new_id(),
        "topic": NEEDS_TOPIC,
        "key": str(UUID(int=number)),
        "key_version": 1,
        "type": "org.accord.need.opened.v1",
        "payload": PAYLOAD,
        "headers": {"ce_time": system_clock().isoformat()},
    }
