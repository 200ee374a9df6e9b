"""Did it commit? The connection breaks at COMMIT, before PostgreSQL hears it or before anybody hears PostgreSQL."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from shared.events.registry import NEEDS_TOPIC
from shared.persistence.database import Database
from tests.support.cut_commits import CommitCuttingLink, CutAtMarking, When
from tests.support.database_fixtures import ServiceDatabase
from tests.support.databases import Databases
from tests.support.deliveries import Counts, accept, count, histories, running, small_service
from tests.support.memory_bus import MemoryBus
from tests.support.posting_services import BOTH, NEED, Desk, desk_at
from tests.support.relays import all_published, relay_on
from tests.support.waiting import eventually
from tests.support.workers import CONSUMER, effects, name_of, send, took_effect, worker_on

AT_COMMIT: tuple[When, ...] = ("before", "after")


@pytest.fixture
async def link(databases: Databases) -> AsyncIterator[CommitCuttingLink]:
    """A link to the worker's server."""
    async with CommitCuttingLink(databases.server.socket) as link:
        yield link


@asynccontextmanager
async def through(link: CommitCuttingLink, database: Database) -> AsyncGenerator[Database]:
    """Reach the same database over the link."""
    far = Database.at(link.url_of(database.engine.url.render_as_string(hide_password=False)), pool_size=2)
    try:
        yield far
    finally:
        await far.dispose()


def is_unavailable(answer: Any) -> bool:
    return (answer.status_code, answer.json()["code"]) == (503, "unavailable") and "retry-after" in answer.headers


async def rows_in(desk: Desk) -> dict[str, int]:
    """Count records, their histories and the remembered keys."""
    counted = await desk.counts()
    return {name: rows for name, rows in counted.items() if name.endswith(("needs", "offers", "versions", "keys"))}


@pytest.mark.parametrize("when", AT_COMMIT)
@pytest.mark.parametrize("service", ["needs", "offers"])
async def test_a_creation_with_a_key_is_there_once_and_its_author_learns_of_it(
    service_database: ServiceDatabase, link: CommitCuttingLink, service: str, when: When
) -> None:
    async with desk_at(BOTH[service], link.url_of(await service_database(service))) as desk:
        link.cut_next(when)
        first = await desk.post(key="one-key")
        assert link.cuts == 1
        assert set((await rows_in(desk)).values()) == {1 if when == "after" else 0}
        assert first.status_code == 201 if when == "after" else is_unavailable(first)
        again = await desk.post(key="one-key")
        assert again.status_code == 201, again.text
        assert set((await rows_in(desk)).values()) == {1}
        assert (await desk.read(again.json())).json()["version"] == 1
        assert when == "before" or again.json() == first.json()


@pytest.mark.parametrize("when", AT_COMMIT)
async def test_a_change_whose_answer_was_lost_is_told_by_the_version_and_happens_once(
    service_database: ServiceDatabase, link: CommitCuttingLink, when: When
) -> None:
    async with desk_at(NEED, link.url_of(await service_database("needs"))) as desk:
        draft = await desk.posted()
        link.cut_next(when)
        assert is_unavailable(await desk.act(draft, "open", NEED.opening))
        again = await desk.act(draft, "open", NEED.opening)
        assert again.status_code == (412 if when == "after" else 200), again.text
        assert (await desk.read(draft)).json()["version"] == 2
        told = (await desk.read(draft, more="/history")).json()["items"]
        assert [each["happened"] for each in told].count("opened") == 1
        assert await desk.events() == ["org.accord.need.opened.v1"]


@pytest.mark.parametrize("when", AT_COMMIT)
async def test_what_a_relay_published_and_could_not_mark_is_published_twice_at_most_and_applied_once(
    databases: Databases, link: CommitCuttingLink, when: When
) -> None:
    bus = MemoryBus()
    async with small_service(databases) as database, through(link, database) as far:
        events = await accept(database, histories(keys=3, versions=3))
        async with running(relay_on(far, CutAtMarking(bus, link, when))):
            await all_published(database)
        counted = count(events, bus.records(NEEDS_TOPIC))
        assert link.cuts == 1
        assert counted == Counts(9, 9, duplicated=0 if when == "after" else 3, out_of_order=0)
        async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC))):
            await took_effect(database, events)
        assert sorted(await effects(database)) == sorted(map(name_of, events))


@pytest.mark.parametrize("when", AT_COMMIT)
async def test_what_a_worker_applied_without_knowing_it_is_applied_once(
    databases: Databases, link: CommitCuttingLink, when: When
) -> None:
    bus = MemoryBus()
    async with small_service(databases) as database, through(link, database) as far:
        events = send(bus, histories(keys=2, versions=3))
        link.cut_next(when)
        async with running(worker_on(far, bus.subscription(CONSUMER, NEEDS_TOPIC))):
            await took_effect(database, events)
            await eventually(lambda: link.cuts == 1, what="a commit was cut")
        assert sorted(await effects(database)) == sorted(map(name_of, events))
