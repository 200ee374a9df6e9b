"""`python -m matcher.rebuild`: empties the projections and fills them again from the first event of the topics.

It reads as a consumer group of its own, so workers need not stop: each event is claimed once, by whoever comes first,
and versions decide. Until it ends, lists of candidates are incomplete, and a match whose need or offer is not back yet
is not shown. Matches themselves are the matcher's own and are never emptied: what the topics say of them is known
already. It may be stopped and begun again at any time.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from matcher.adapters.basis.present import databases_day
from matcher.adapters.emptying import empty_projections
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.personal.taking_out import ErasedPersons
from matcher.adapters.tables import dead_letters, inbox
from matcher.consumers import TOPICS, handlers
from matcher.main import CONSUMER, SERVICE
from matcher.settings import stage_periods
from shared.identifiers import new_id
from shared.kafka import KafkaSubscription
from shared.logs import configure_logging
from shared.messaging.bus import Partition, Subscription
from shared.messaging.processing import EventProcessor, InboxTables
from shared.service.erasing import person_key
from shared.service.process import lay_foundation

BATCH: Final = 100
POLL_SECONDS: Final = 0.5
EMPTY_AFTER_SECONDS: Final = 30.0
"""Topics of which nothing has come by then are taken for empty."""


async def rebuild(
    sessions: async_sessionmaker[AsyncSession],
    subscription: Subscription,
    processor: EventProcessor,
    *,
    empty_after: float = EMPTY_AFTER_SECONDS,
) -> int:
    """Empty the projections, apply every record that the topics hold by now, and return how many were read.

    What comes meanwhile is for the workers: under load a topic is never read to an end that stays one.

    `subscription` is that of a group which never committed anything. An event that cannot be applied is buried.
    """
    async with sessions() as session, session.begin():
        await empty_projections(session, processor.consumer)
    await subscription.start()
    try:
        return await _read_to_the_end(subscription, processor, empty_after)
    finally:
        await subscription.stop()


async def _read_to_the_end(subscription: Subscription, processor: EventProcessor, empty_after: float) -> int:
    count, give_up_at = 0, asyncio.get_running_loop().time() + empty_after
    ends: Mapping[Partition, int] = {}
    reached: dict[Partition, int] = {}
    while count or asyncio.get_running_loop().time() < give_up_at:
        batch = await subscription.poll(limit=BATCH, wait=POLL_SECONDS)
        ends = ends or await subscription.ends()
        for record in batch:
            await processor.process(record, last_try=True)
            reached[record.partition] = record.offset + 1
        count += len(batch)
        if count and (_are_reached(ends, reached) or (not batch and not await subscription.lag())):
            break
    return count


def _are_reached(ends: Mapping[Partition, int], reached: Mapping[Partition, int]) -> bool:
    """Answer whether each partition was read to where it ended; one that holds nothing by then has nothing to reach."""
    return bool(ends) and all(reached.get(partition, 0) >= end for partition, end in ends.items())


async def _run() -> int:
    foundation = lay_foundation(SERVICE, SERVICE.settings())
    sessions = foundation.database.sessions
    persons = ErasedPersons(person_key(foundation.settings))
    periods = stage_periods(foundation.settings)
    handled = handlers(EngineInMemory(), foundation.clock, persons, periods, day=databases_day)
    processor = EventProcessor(sessions, InboxTables(inbox, dead_letters), handled, consumer=CONSUMER)
    group = f"accord.{CONSUMER}.rebuild.{new_id()}"
    try:
        return await rebuild(sessions, KafkaSubscription(foundation.kafka, group=group, topics=TOPICS), processor)
    finally:
        await foundation.database.dispose()


def run() -> int:
    """Rebuild, say how many records were read, and return the exit code: 1 where the topics held none."""
    count = asyncio.run(_run())
    sys.stdout.write(json.dumps({"event": "rebuilt", "service": SERVICE.name, "records": count}) + "\n")
    return 0 if count else 1


if __name__ == "__main__":
    configure_logging("matcher.rebuild")
    sys.exit(run())
