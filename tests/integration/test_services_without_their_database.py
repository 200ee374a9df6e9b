"""A service whose database goes away says so, loses nothing, and needs no restart when it comes back."""

from tests.support.databases import allow_connections, block_connections
from tests.support.posting_services import Desk


async def test_while_the_database_is_away_requests_are_to_be_sent_again(desk: Desk, desk_database: str) -> None:
    record = await desk.opened()
    await block_connections(desk_database)
    answers = [await desk.read(record), await desk.post(key="k-1", external_id="other"), await desk.amend(record)]
    await allow_connections(desk_database)
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0


async def test_what_was_refused_while_the_database_was_away_left_no_trace(desk: Desk, desk_database: str) -> None:
    record = await desk.opened()
    before = await desk.counts()
    await block_connections(desk_database)
    await desk.post(key="k-1", external_id="other")
    await desk.amend(record, external_id="amended")
    await allow_connections(desk_database)
    assert await desk.counts() == before
    assert (await desk.read(record)).json() == record


async def test_a_service_works_on_when_its_database_is_back(desk: Desk, desk_database: str) -> None:
    record = await desk.opened()
    await block_connections(desk_database)
    await desk.amend(record)
    await allow_connections(desk_database)
    assert (await desk.amend(record)).status_code == 200
    assert (await desk.post(key="k-1", external_id="other")).status_code == 201


async def test_readiness_follows_the_database(desk: Desk, desk_database: str) -> None:
    async def readiness() -> int:
        return (await desk.service.ask("GET", "/readyz", {})).status_code

    before = await readiness()
    await block_connections(desk_database)
    meanwhile = await readiness()
    await allow_connections(desk_database)
    assert (before, meanwhile, await readiness()) == (200, 503, 200)
