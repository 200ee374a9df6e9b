"""The disk of a database is full: writes are put off, nothing is half written, and all goes on when there is room."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from shared.events.registry import NEEDS_TOPIC
from shared.persistence.database import Database
from shared.persistence.migrations import upgrade
from tests.support.databases import SERVICES
from tests.support.deliveries import INBOX, histories, make_tables, rows_of, running
from tests.support.memory_bus import MemoryBus
from tests.support.postgres import PostgresProcess
from tests.support.posting_services import NEED, Desk, desk_at
from tests.support.small_disk import SmallDisk, database_on, small_disk
from tests.support.waiting import eventually
from tests.support.workers import CONSUMER, Figures, effects, name_of, send, took_effect, worker_on

FILLS_ANY_LEFT_PAGES = 200


@dataclass(frozen=True)
class Site:
    """A small disk with room at first, and a server that ends before its disk goes."""

    disk: SmallDisk
    server: PostgresProcess


@pytest.fixture
def site() -> Iterator[Site]:
    """A server beside a small disk."""
    with small_disk(48) as disk:
        server = PostgresProcess()
        try:
            server.start()
            yield Site(disk, server)
        finally:
            server.close()


def texts() -> list[dict[str, str]]:
    """Return words that no compression makes small."""
    return [{"language": "en", "title": "Marking", "narrative": "".join(uuid4().hex for _ in range(300))}]


async def post_until_refused(desk: Desk) -> None:
    """Post until there is no room; of the request that was put off nothing is kept."""
    for number in range(FILLS_ANY_LEFT_PAGES):
        before, key = await desk.counts(), f"key-{number}"
        answer = await desk.post(key=key, external_id=f"F-{number}", texts=texts())
        if answer.status_code != 201:
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
            assert int(answer.headers["retry-after"]) > 0
            assert await desk.counts() == before, "something of the request was kept"
            return
    raise AssertionError("the disk is never full")


async def test_writes_are_put_off_while_the_disk_is_full_and_reads_go_on(site: Site) -> None:
    url = await database_on(site.disk, site.server, "needs")
    await upgrade(url, SERVICES / "needs" / "migrations")
    async with desk_at(NEED, url) as desk:
        kept = await desk.opened()
        site.disk.fill()
        await post_until_refused(desk)
        assert (await desk.read(kept)).json()["version"] == 2
        counted = await desk.counts()
        words = texts()
        assert [(await desk.post(key="again", external_id="F-again", texts=words)).status_code for _ in range(2)] == [
            503,
            503,
        ]
        site.disk.make_room()
        assert [(await desk.post(key="again", external_id="F-again", texts=words)).status_code for _ in range(2)] == [
            201,
            201,
        ]
        assert (await desk.counts())["needs"] == counted["needs"] + 1
        assert (await desk.amend(kept, texts=texts())).status_code == 200


async def test_what_cannot_be_applied_for_want_of_room_is_applied_later_and_not_buried(site: Site) -> None:
    url = await database_on(site.disk, site.server, "worker")
    await make_tables(url)
    database, bus, figures = Database.at(url), MemoryBus(), Figures()
    site.disk.fill()
    events = send(bus, histories(keys=40, versions=20))
    async with running(worker_on(database, bus.subscription(CONSUMER, NEEDS_TOPIC), figures=figures)):
        await eventually(lambda: figures.value("events_failed_count_total") > 5, within=60, what="there is no room")
        assert len(await effects(database)) < len(events)
        site.disk.make_room()
        await took_effect(database, events)
    assert sorted(await effects(database)) == sorted(map(name_of, events))
    assert await rows_of(database, INBOX.dead_letters) == []
    await database.dispose()
