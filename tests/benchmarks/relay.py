"""How fast a relay's process empties an outbox, against a bare producer sending the same records to the same broker."""

from collections.abc import Sequence
from statistics import median
from time import perf_counter
from uuid import UUID

from sqlalchemy import func, select, text, update

from needs.adapters.tables import outbox
from shared.clock import system_clock
from shared.identifiers import new_id
from shared.kafka import KafkaPublisher, create_topics
from shared.messaging.bell import CHANNEL
from shared.messaging.bus import OutgoingRecord
from shared.messaging.topics import TopicSpec
from shared.persistence.database import Database
from tests.benchmarks.delivery import Delivery
from tests.benchmarks.ratios import ROUNDS, Limit, Ratio
from tests.support.campaign.lasting import lasting

ROWS = 5000
WAVE = 500
LOOKED_EVERY_SECONDS = 0.005
PAYLOAD = b"x" * 2000
TOPIC = "bench.relay"


async def relay_vs_bare_producer(delivery: Delivery, name: str) -> Ratio:
    """Measure rows a second of both, in turn; nobody reads the topic."""
    await create_topics(delivery.access, [TopicSpec(TOPIC)])
    if "needs_relay" not in delivery.servers:
        await delivery.start("needs", "relay")
    database, publisher = Database.at(delivery.urls["needs"]), KafkaPublisher(delivery.access)
    rows = [_row(number) for number in range(ROWS)]
    async with database.engine.begin() as connection:
        await connection.execute(outbox.insert(), rows)
    pairs = list[tuple[float, float]]()
    try:
        await _emptied(database)
        for _ in range(ROUNDS + 1):
            pairs.append((await _relayed(database), await _produced(publisher, rows)))
    finally:
        await publisher.stop()
        await database.dispose()
    ours, bare = (median(side) for side in zip(*pairs[1:], strict=True))
    what = f"{ROWS} rows of 2 kB by the relay's process, {ROWS / ours:.0f} a second"
    against = f"aiokafka producing alone, {ROWS / bare:.0f} a second"
    return Ratio(name, bare / ours, "x", what, against, Limit(at_least=0.3))


async def _relayed(database: Database) -> float:
    """Have all rows unpublished, and return the seconds from that commit until the last is marked (to 5 ms)."""
    async with database.engine.begin() as connection:
        await connection.execute(update(outbox).where(outbox.c.topic == TOPIC).values(published_at=None))
        await connection.execute(text(f"NOTIFY {CHANNEL}"))
    begun = perf_counter()
    await _emptied(database)
    return perf_counter() - begun


async def _emptied(database: Database) -> None:
    left = select(func.count()).where(outbox.c.published_at.is_(None))
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        while await alone.scalar(left):
            await lasting(LOOKED_EVERY_SECONDS)


async def _produced(publisher: KafkaPublisher, rows: Sequence[dict[str, object]]) -> float:
    records = [OutgoingRecord(TOPIC, str(row["key"]), PAYLOAD, ()) for row in rows]
    begun = perf_counter()
    for begin in range(0, ROWS, WAVE):
        await publisher.publish(records[begin : begin + WAVE])
    return perf_counter() - begun


def _row(number: int) -> dict[str, object]:
    return {
        "event_id": new_id(),
        "topic": TOPIC,
        "key": str(UUID(int=number)),
        "key_version": 1,
        "type": "org.accord.need.opened.v1",
        "payload": PAYLOAD,
        "headers": {"ce_time": system_clock().isoformat()},
    }
