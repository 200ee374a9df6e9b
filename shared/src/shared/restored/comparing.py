"""Comparing a database with what its service has published: in a healthy one nothing is found, at any moment.

The topics are read first and the database afterwards: what is published was committed before, so that only a database
that has lost something can be behind.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import UndecodableEvent, UnknownEventType, decode
from shared.events.registry import PUBLIC_TOPIC
from shared.personal.listening import TopicReader
from shared.restored.finding import Finding, Told, What
from shared.restored.stated import Stated
from shared.restored.telling import newest_of

BATCH = 200
"""How many records are compared at once."""

ReaderOf = Callable[[str], TopicReader]
"""Makes a reader of a topic."""

Found = tuple[Finding, Told]
"""A difference, and the statement that shows it."""


Statements = Mapping[str, Mapping[str, Told]]
"""By topic, and there by key: what was told last of a kind."""


async def statements_of(stated: Stated[Any, Any], reader_of: ReaderOf) -> Statements:
    """Read every topic on which this kind is stated."""
    topics = [stated.topic] if stated.publicity is None else [stated.topic, PUBLIC_TOPIC]
    return {topic: await newest_of(reader_of(topic), stated.source) for topic in topics}


async def differences(
    sessions: Callable[[], AsyncSession], stated: Stated[Any, Any], told: Statements
) -> Sequence[Found]:
    """Return everything of this kind that was published and is not, or not so, in the database."""
    found = [each async for each in _compared(sessions, stated, told[stated.topic], _difference)]
    if stated.publicity is not None:
        found += [each async for each in _compared(sessions, stated, told[PUBLIC_TOPIC], _publicity)]
    return found


def state_told(told: Told) -> Any:
    """Return what the statement says; None for a tombstone and for what cannot be read here."""
    try:
        return decode(told.record.headers, told.record.value).data
    except (UndecodableEvent, UnknownEventType):
        return None


async def _compared(
    sessions: Callable[[], AsyncSession],
    stated: Stated[Any, Any],
    told: Mapping[str, Told],
    compare: Callable[[Stated[Any, Any], Told, Any], What | None],
) -> AsyncIterator[Found]:
    remaining: Iterator[Told] = (told[key] for key in sorted(told))
    while batch := list(islice(remaining, BATCH)):
        async with sessions() as session:
            # A record and its parts are read by several statements; a change amid them would look like a difference.
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            ours = select(stated.kind).where(stated.table.c.id.in_([UUID(each.key) for each in batch]))
            records = {str(record.id): record for record in await session.scalars(ours)}
        for each in batch:
            record = records.get(each.key)
            what = compare(stated, each, record)
            if what is not None:
                here = None if record is None else record.version
                yield Finding(what, stated.name, each.key, here, each.version), each


def _difference(stated: Stated[Any, Any], told: Told, record: Any) -> What | None:
    state = state_told(told)
    goes_on = state is not None and stated.goes_on(state)
    if record is None:
        return What.MISSING if goes_on else None
    if record.opened_at is None:
        return What.UNOPENED if goes_on or record.version < told.version else None
    if record.version < told.version:
        return What.BEHIND
    differs = record.version == told.version and state is not None and not stated.says_the_same(state, record)
    return What.DIFFERENT if differs else None


def _publicity(stated: Stated[Any, Any], told: Told, record: Any) -> What | None:
    if told.record.value is None or stated.publicity is None:
        return None
    if record is None:
        return What.STILL_PUBLIC
    is_stale = record.version <= told.version and stated.publicity.state_of(record) is None
    return What.STILL_PUBLIC if is_stale else None


Witness = Callable[[Callable[[], AsyncSession], ReaderOf], Awaitable[Sequence[Finding]]]
"""Compares what is published beside the aggregates, and cannot be repaired: only told of."""
