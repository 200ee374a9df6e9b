"""Records that cannot be applied: kept whole, out of the others' way, and applied once when somebody replays them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import NotFound
from shared.events.envelope import Envelope, UndecodableEvent
from shared.events.registry import NEEDS_TOPIC
from shared.identifiers import new_id
from shared.messaging.bus import Headers, OutgoingRecord, Partition
from shared.messaging.dead_letters import exhume
from shared.messaging.inbox import purge_claims
from shared.messaging.operations import DeadLetter, dead_letters
from shared.messaging.processing import Applied, EventProcessor, ImpossibleEvent
from shared.persistence.database import Database
from tests.support.databases import Databases
from tests.support.deliveries import INBOX, histories, need_event, rows_of, running, small_service
from tests.support.memory_bus import MemoryBus
from tests.support.workers import (
    CONSUMER,
    QUICK,
    Figures,
    Handling,
    effects,
    name_of,
    processor_on,
    record_of,
    send,
    took_effect,
    worker_on,
)

GOOD = dict(record_of(need_event(new_id(), 1)).headers)


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    async with small_service(databases) as database:
        yield database


async def work(database: Database, bus: MemoryBus, handling: Handling, until: list[Envelope]) -> Figures:
    """Let a worker run until these events took effect."""
    figures = Figures()
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), handling, figures=figures)):
        await took_effect(database, until)
    return figures


async def letters(database: Database) -> list[DeadLetter]:
    async with database.sessions() as session:
        return await dead_letters(session, INBOX.dead_letters, CONSUMER)


async def buried(database: Database, handling: Handling, event: Envelope) -> int:
    """Have an event buried, and return its letter's number."""
    bus = MemoryBus()
    send(bus, [event])
    handling.fail(event, ImpossibleEvent("the State is not known"))
    await work(database, bus, handling, send(bus, [need_event(UUID(event.subject), event.version + 1)]))
    [letter] = await letters(database)
    return letter.id


def headers(**changes: bytes | None) -> Headers:
    return tuple((name, value) for name, value in (GOOD | changes).items() if value is not None)


@pytest.mark.parametrize(
    ("value", "given", "reason"),
    [
        pytest.param(b"{", headers(), "Invalid JSON", id="data cut off"),
        pytest.param(b"{}", headers(), "Field required", id="data without what it must have"),
        pytest.param(b'{"need_id": "\\u0000"}', headers(), "need_id", id="data with a NUL"),
        pytest.param(None, headers(), "the record has no data", id="no data"),
        pytest.param(b"{}", (), "ce_type", id="no headers"),
        pytest.param(b"{}", headers(ce_id=None), "ce_id", id="no id"),
        pytest.param(b"{}", headers(ce_id=b"\xff\xfe"), "invalid start byte", id="a header that is not text"),
        pytest.param(b"{}", headers(ce_specversion=b"2.0"), "only CloudEvents 1.0", id="another CloudEvents"),
        pytest.param(b"{}", (*headers(ce_id=None), ("a\0b", b"\0")), "ce_id", id="a header's name with a NUL"),
    ],
)
async def test_what_cannot_be_read_is_buried_whole_and_the_rest_goes_on(
    database: Database, value: bytes | None, given: Headers, reason: str
) -> None:
    bus = MemoryBus(partitions=1)
    before, after = histories(keys=1, versions=1), histories(keys=1, versions=1)
    send(bus, before)
    bus.write(OutgoingRecord(NEEDS_TOPIC, "\0key", value, given))
    figures = await work(database, bus, Handling(), send(bus, after))
    [letter] = await rows_of(database, INBOX.dead_letters)
    kept = exhume(letter)
    assert (kept.partition, kept.offset) == (Partition(NEEDS_TOPIC, 0), 1)
    assert (kept.key, kept.value) == (b"\0key", value)
    assert [content for _, content in kept.headers] == [content for _, content in given]
    assert reason in letter["error"]
    assert figures[Applied.BURIED] == 1


async def test_an_impossible_event_is_buried_at_once(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    events = send(bus, histories(keys=3, versions=1))
    handling.fail(events[1], ImpossibleEvent("no such State"))
    await work(database, bus, handling, [events[0], events[2]])
    assert await effects(database) == [name_of(events[0]), name_of(events[2])]
    assert handling.tries[name_of(events[1])] == 1
    [letter] = await letters(database)
    assert (letter.key, letter.coordinates) == (events[1].subject, f"{NEEDS_TOPIC}[0]@1")
    assert (letter.event_type, letter.error) == (events[1].type, "ImpossibleEvent('no such State')")


async def test_an_event_that_the_database_cannot_hold_is_buried_at_once(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    too_large = need_event(new_id(), 2**40)
    send(bus, [too_large])
    await work(database, bus, handling, send(bus, histories(keys=1, versions=1)))
    assert handling.tries[name_of(too_large)] == 1
    assert len(await letters(database)) == 1


async def test_an_unexpected_error_buries_a_record_only_after_its_last_try(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    events = send(bus, histories(keys=3, versions=1))
    handling.fail(events[1], ValueError("a defect"))
    await work(database, bus, handling, [events[0], events[2]])
    assert handling.tries[name_of(events[1])] == QUICK.tries
    assert [letter.error for letter in await letters(database)] == ["ValueError('a defect')"]
    assert await effects(database) == [name_of(events[0]), name_of(events[2])]


async def test_one_records_failures_do_not_use_up_the_tries_of_another(database: Database) -> None:
    bus, handling = MemoryBus(partitions=8), Handling()
    defective, unlucky, *_ = events = send(bus, [need_event(UUID(int=number), 1) for number in (1, 2)])
    assert len({record.partition for record in bus.records(NEEDS_TOPIC)}) == len(events), "one partition each"
    handling.fail(defective, ValueError("a defect"))
    handling.fail(unlucky, RuntimeError("for a while"), times=QUICK.tries - 1)
    await work(database, bus, handling, [unlucky])
    assert unlucky.subject not in {letter.key for letter in await letters(database)}
    assert handling.tries[name_of(unlucky)] == QUICK.tries


async def test_tries_that_met_no_database_do_not_count(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    [event] = send(bus, histories(keys=1, versions=1))

    async def away_then_defective(session: AsyncSession, event: Envelope) -> None:
        del session
        if (tried := handling.tries[name_of(event)]) <= QUICK.tries * 2:
            raise ConnectionRefusedError
        if tried < QUICK.tries * 3:
            raise ValueError("for a while")

    handling.before[name_of(event)] = away_then_defective
    await work(database, bus, handling, [event])
    assert await letters(database) == []


@pytest.mark.parametrize("error", [PoolTimeout(), ConnectionRefusedError()])
async def test_a_database_that_is_away_buries_nothing_even_on_the_last_try(
    database: Database, error: Exception
) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    [event] = send(bus, histories(keys=1, versions=1))
    handling.fail(event, error)
    with pytest.raises(type(error)):
        await processor_on(database, handling).process(bus.records(NEEDS_TOPIC)[0], last_try=True)
    assert await letters(database) == []


async def test_an_error_that_only_the_commit_reveals_buries_the_record_too(database: Database) -> None:
    async with database.engine.begin() as connection:
        rule = "ALTER TABLE effects ADD CONSTRAINT one_a_key UNIQUE (key) DEFERRABLE INITIALLY DEFERRED"
        await connection.execute(text(rule))
    bus, handling = MemoryBus(partitions=1), Handling()
    twice = send(bus, histories(keys=1, versions=2))
    await work(database, bus, handling, send(bus, histories(keys=1, versions=1)))
    assert handling.tries[name_of(twice[1])] == QUICK.tries
    assert ["one_a_key" in letter.error for letter in await letters(database)] == [True]


async def test_a_buried_record_that_is_delivered_again_is_tried_once_and_not_buried_twice(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    [event] = send(bus, histories(keys=1, versions=1))
    handling.fail(event, ValueError("a defect"))
    await work(database, bus, handling, send(bus, histories(keys=1, versions=1)))
    bus.groups[CONSUMER].committed.clear()
    await work(database, bus, handling, send(bus, histories(keys=1, versions=1)))
    assert handling.tries[name_of(event)] == QUICK.tries + 1
    assert len(await letters(database)) == 1


async def test_a_replayed_letter_takes_effect_once_and_is_no_longer_waiting(database: Database) -> None:
    handling, event = Handling(), need_event(new_id(), 1)
    letter = await buried(database, handling, event)
    handling.before.clear()
    processor = processor_on(database, handling)
    assert [await processor.replay(letter) for _ in range(2)] == [Applied.APPLIED, Applied.DUPLICATE]
    assert (await effects(database)).count(name_of(event)) == 1
    assert await letters(database) == []


async def test_a_letter_replayed_long_ago_takes_no_second_effect_when_its_claim_is_forgotten(
    database: Database,
) -> None:
    handling, event = Handling(), need_event(new_id(), 1)
    letter = await buried(database, handling, event)
    handling.before.clear()
    await processor_on(database, handling).replay(letter)
    async with database.sessions() as session, session.begin():
        await purge_claims(session, INBOX.inbox, timedelta(seconds=-1))
    assert await processor_on(database, handling).replay(letter) is Applied.DUPLICATE
    assert (await effects(database)).count(name_of(event)) == 1


async def test_two_replays_at_once_have_one_effect(database: Database) -> None:
    handling, event = Handling(), need_event(new_id(), 1)
    letter = await buried(database, handling, event)
    handling.before.clear()
    processors = [processor_on(database, handling) for _ in range(2)]
    results = await asyncio.gather(*(processor.replay(letter) for processor in processors))
    assert sorted(results) == [Applied.APPLIED, Applied.DUPLICATE]
    assert (await effects(database)).count(name_of(event)) == 1


async def test_a_letter_whose_record_was_applied_by_redelivery_meanwhile_has_no_second_effect(
    database: Database,
) -> None:
    handling, event = Handling(), need_event(new_id(), 1)
    letter = await buried(database, handling, event)
    handling.before.clear()
    bus = MemoryBus()
    await work(database, bus, handling, send(bus, [event]))
    assert await processor_on(database, handling).replay(letter) is Applied.DUPLICATE
    assert (await effects(database)).count(name_of(event)) == 1
    assert await letters(database) == []


async def test_a_replay_that_fails_leaves_the_letter_waiting_and_no_effect(database: Database) -> None:
    handling, event = Handling(), need_event(new_id(), 1)
    letter = await buried(database, handling, event)
    with pytest.raises(ImpossibleEvent):
        await processor_on(database, handling).replay(letter)
    assert name_of(event) not in await effects(database)
    assert [waiting.id for waiting in await letters(database)] == [letter]


async def test_a_letter_that_still_cannot_be_read_stays(database: Database) -> None:
    bus = MemoryBus(partitions=1)
    bus.write(OutgoingRecord(NEEDS_TOPIC, "k", b"{", headers()))
    await work(database, bus, Handling(), send(bus, histories(keys=1, versions=1)))
    [letter] = await letters(database)
    with pytest.raises(UndecodableEvent):
        await processor_on(database).replay(letter.id)
    assert [waiting.id for waiting in await letters(database)] == [letter.id]


async def test_a_letter_of_a_type_that_nobody_handles_stays(database: Database) -> None:
    handling, event = Handling(), need_event(new_id(), 1)
    letter = await buried(database, handling, event)
    no_handlers: dict[str, Any] = {}
    processor = EventProcessor(database.sessions, INBOX, no_handlers, consumer=CONSUMER)
    assert await processor.replay(letter) is Applied.UNKNOWN
    assert [waiting.id for waiting in await letters(database)] == [letter]


async def test_a_consumer_cannot_replay_what_another_one_buried(database: Database) -> None:
    handling, event = Handling(), need_event(new_id(), 1)
    letter = await buried(database, handling, event)
    stranger = EventProcessor(database.sessions, INBOX, {event.type: handling}, consumer="somebody_else")
    with pytest.raises(NotFound):
        await stranger.replay(letter)


async def test_the_same_place_on_a_bus_that_lost_its_data_is_another_record(database: Database) -> None:
    bus, handling = MemoryBus(partitions=1), Handling()
    for content in (b"{", b"["):
        bus.write(OutgoingRecord(NEEDS_TOPIC, "k", content, headers()))
        await work(database, bus, handling, send(bus, histories(keys=1, versions=1)))
        bus.wipe()
    assert {replace(letter, id=0).coordinates for letter in await letters(database)} == {f"{NEEDS_TOPIC}[0]@0"}
    assert len(await letters(database)) == 2
