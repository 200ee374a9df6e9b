"""The decision log on PostgreSQL: gapless, chained, never changed, and as good as its export says."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from matcher.adapters.decisions.checkpoints import publish_checkpoint, restate_checkpoint
from matcher.adapters.decisions.log import append
from matcher.adapters.decisions.queries import head_of, whole_log
from matcher.adapters.decisions.tables import ONLY_ADDED_TO
from matcher.domain.decisions.decision import Decision
from matcher.domain.decisions.replaying import replay
from shared.decision_log.checkpoint import Checkpoint
from shared.decision_log.entry import Entry
from shared.decision_log.lines import line_of
from shared.decision_log.verification import verify
from shared.identity.actor import Actor, Role, accord_itself
from shared.persistence.database import Database
from tests.support.database_fixtures import ServiceDatabase
from tests.support.logged_decisions import COORDINATOR, decision, match_id

AT_ONCE = 20


@pytest.fixture
async def database(service_database: ServiceDatabase) -> AsyncIterator[Database]:
    """The matcher's database, with a log that has just begun."""
    database = Database.at(await service_database("matcher"), pool_size=10, pool_timeout=20)
    yield database
    await database.dispose()


async def appended(database: Database, *decisions: Decision) -> None:
    """Commit decisions in one transaction."""
    async with database.sessions() as session, session.begin():
        await append(session, decisions)


async def log_in(database: Database) -> list[Entry]:
    return [entry async for entry in whole_log(database.sessions, COORDINATOR)]


def exported(entries: Sequence[Entry]) -> list[bytes]:
    return [line_of(entry) for entry in entries]


async def run(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(statement)


async def test_a_log_begins_with_an_entry_that_names_it(database: Database) -> None:
    [first] = await log_in(database)
    assert verify(exported([first])).head.number == 1


async def test_decisions_taken_at_once_are_numbered_without_gaps_and_chained(database: Database) -> None:
    await asyncio.gather(*(appended(database, decision(number)) for number in range(AT_ONCE)))
    entries = await log_in(database)
    assert verify(exported(entries)).head.number == AT_ONCE + 1
    assert {(entry.content or {}).get("match_id") for entry in entries[1:]} == {
        str(match_id(number)) for number in range(AT_ONCE)
    }


async def test_a_decision_that_is_rolled_back_leaves_no_gap(database: Database) -> None:
    async with database.sessions() as session:
        await append(session, [decision(1)])
        await session.rollback()
    await appended(database, decision(2), decision(3))
    entries = await log_in(database)
    assert [entry.link.number for entry in entries] == [1, 2, 3]
    assert verify(exported(entries)).head == entries[-1].head


async def test_an_entry_says_who_by_a_pseudonym_that_stays_the_same(database: Database) -> None:
    other = Actor("c-2", Role.COORDINATOR)
    await appended(database, decision(1), decision(2, actor=other))
    await appended(database, decision(3), decision(4, actor=accord_itself("matcher")))
    actors = [(entry.content or {})["actor"] for entry in (await log_in(database))[1:]]
    assert actors[0] == actors[2]
    assert actors[0]["pseudonym"] != actors[1]["pseudonym"]
    assert actors[3] == {"role": "service", "state": None, "organisation": None, "regions": [], "pseudonym": None}
    assert b"c-1" not in b"".join(exported(await log_in(database)))


async def test_a_reasons_text_can_be_erased_and_the_chain_stays_whole(database: Database) -> None:
    await appended(database, decision(1, reason_code="duplicate", reason_text="Said by Ms X"))
    before = await log_in(database)
    assert before[-1].reason_text is not None
    assert verify(exported(before)).texts == 1
    await run(database, "DELETE FROM decision_texts")
    await run(database, "DELETE FROM pseudonyms")
    after = await log_in(database)
    found = verify(exported(after), [Checkpoint(2, before[-1].hash)])
    assert (found.texts, found.texts_absent) == (0, 1)
    assert b"Ms X" not in b"".join(exported(after))


async def test_not_even_the_owner_can_change_delete_or_empty_what_is_only_added_to(database: Database) -> None:
    await appended(database, decision(1))
    emptying = [f"TRUNCATE {table} CASCADE" for table in ONLY_ADDED_TO]
    for change in ("UPDATE decision_log SET action = 'reject'", "DELETE FROM decision_log", *emptying):
        with pytest.raises(DBAPIError, match="only ever added"):
            await run(database, change)
    assert len(await log_in(database)) == 2


async def test_two_entries_cannot_follow_the_same_one(database: Database) -> None:
    await appended(database, decision(1))
    fork = (
        "INSERT INTO decision_log (number, at, action, content, content_hash, previous_hash, hash)"
        " SELECT 9, at, action, content, content_hash, previous_hash, 'other' FROM decision_log WHERE number = 2"
    )
    with pytest.raises(DBAPIError, match="previous_hash"):
        await run(database, fork)


async def test_an_owner_who_switches_the_trigger_off_is_found_out_by_the_export(database: Database) -> None:
    await appended(database, decision(1), decision(2), decision(3))
    for statement in (
        "ALTER TABLE decision_log DISABLE TRIGGER ALL",
        "UPDATE decision_log SET content = replace(content, 'endorsed', 'rejected') WHERE number = 3",
    ):
        await run(database, statement)
    entries = await log_in(database)
    with pytest.raises(Exception, match=r"^entry 3: its content is not the one that was hashed"):
        verify(exported(entries))


async def test_a_checkpoint_is_published_when_the_log_has_grown_and_only_then(database: Database) -> None:
    async def published() -> list[tuple[int, str]]:
        async with database.sessions() as session, session.begin():
            await publish_checkpoint(session, lambda: datetime(2026, 3, 2, tzinfo=UTC))
        async with database.engine.connect() as connection:
            rows = await connection.exec_driver_sql("SELECT key_version, type FROM outbox ORDER BY position")
            return [(row.key_version, row.type) for row in rows]

    reached = "org.accord.checkpoint.reached.v1"
    assert await published() == [(1, reached)]
    assert await published() == [(1, reached)]
    await appended(database, decision(1), decision(2))
    assert await published() == [(1, reached), (3, reached)]
    async with database.sessions() as session, session.begin():
        assert await restate_checkpoint(session) == 1
    assert (await published())[-1] == (3, "org.accord.checkpoint.restated.v1")


async def test_a_published_checkpoint_is_met_by_the_export(database: Database) -> None:
    await appended(database, decision(1))
    async with database.sessions() as session, session.begin():
        await publish_checkpoint(session, lambda: datetime(2026, 3, 2, tzinfo=UTC))
        head = await head_of(session)
    await appended(database, decision(2))
    assert len(verify(exported(await log_in(database)), [Checkpoint(head.number, head.hash)]).met) == 1


async def test_the_log_can_be_replayed_into_what_each_match_must_be(database: Database) -> None:
    await appended(database, decision(1, status_before=None, status_after="proposed", match_version=1))
    await appended(database, decision(1), decision(2, status_before=None, status_after="proposed", match_version=1))
    await appended(database, decision(1, status_before="endorsed", status_after="rejected", reason_code="duplicate"))
    matches = replay(await log_in(database))
    found = {UUID(str(each)): (stated.status, stated.reason) for each, stated in matches.items()}
    assert found == {match_id(1): ("rejected", "duplicate"), match_id(2): ("proposed", None)}
    assert [line.quantity for line in matches[match_id(1)].lines] == [4000]
