"""Whoever is shown the contact of somebody else is written down first, and those whose contact it is read that."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from sqlalchemy.exc import DBAPIError

from tests.support.posting_services import BOTH, Desk, desk_at

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTED = "SELECT by_role, organisation, regions, through, at <= now() AS is_past FROM contact_accesses ORDER BY number"


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=sorted(BOTH))
async def module_desk(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[Desk]:
    url = await databases.create_for_service(request.param)
    async with desk_at(BOTH[request.param], url) as desk:
        yield desk
    await databases.drop(url)


@pytest_asyncio.fixture(loop_scope="module")
async def watched(module_desk: Desk) -> Desk:
    """Either service, with an empty log."""
    await module_desk.service.rows("TRUNCATE contact_accesses")
    return module_desk


async def noted(desk: Desk) -> list[dict[str, Any]]:
    return [dict(row) for row in await desk.service.rows(NOTED)]


async def opened(desk: Desk, number: str, **changes: Any) -> dict[str, Any]:
    return await desk.opened(external_id=number, **changes)


async def test_a_coordinator_who_reads_a_contact_is_noted_by_the_databases_time(watched: Desk) -> None:
    record = await opened(watched, "read")
    reader = watched.service.forge.headers("coordinator", organisation="un", regions=["ecowas"])
    answer = await watched.read(record, reader)
    assert answer.json()["contact"] is not None
    operation = f"read_{watched.posting.definition.name.removesuffix('s')}"
    told = {"by_role": "coordinator", "organisation": "un", "regions": ["ecowas"], "through": operation}
    assert await noted(watched) == [{**told, "is_past": True}]


async def test_those_who_speak_for_the_record_are_not_noted(watched: Desk) -> None:
    record = await opened(watched, "own")
    assert (await watched.read(record)).json()["contact"] is not None
    assert (await watched.read(record, more="/history")).json()["items"][0]["document"]["contact"] is not None
    assert await noted(watched) == []


async def test_a_reader_who_is_shown_no_contact_is_not_noted(watched: Desk) -> None:
    record = await opened(watched, "none", visibility="public")
    assert (await watched.read(record, watched.service.forge.as_observer())).json()["contact"] is None
    bare = await opened(watched, "bare", contact=None)
    assert (await watched.read(bare, watched.service.forge.as_coordinator())).status_code == 200
    assert await noted(watched) == []


async def test_lists_and_histories_show_a_coordinator_no_contact(watched: Desk) -> None:
    record = await opened(watched, "listed")
    coordinator = watched.service.forge.as_coordinator()
    path = watched.posting.path
    listed = await watched.service.ask("GET", path, coordinator, params={"external_id": "listed"})
    assert [each["contact"] for each in listed.json()["items"]] == [None]
    history = await watched.read(record, coordinator, "/history")
    assert {change["document"] for change in history.json()["items"]} == {None}
    own = await watched.service.ask("GET", path, watched.author, params={"external_id": "listed"})
    assert own.json()["items"][0]["contact"] is not None
    assert await noted(watched) == []


async def test_a_contact_whose_reading_cannot_be_noted_is_not_shown(watched: Desk) -> None:
    record = await opened(watched, "unwritten")
    coordinator = watched.service.forge.as_coordinator()
    await watched.service.rows("ALTER TABLE contact_accesses ADD CONSTRAINT never CHECK (false) NOT VALID")
    try:
        answer = await watched.read(record, coordinator)
        own = await watched.read(record)
    finally:
        await watched.service.rows("ALTER TABLE contact_accesses DROP CONSTRAINT never")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Exemple" not in answer.text
    assert "example.org" not in answer.text
    assert own.status_code == 200


async def test_the_author_reads_who_was_shown_its_contact_the_newest_first(watched: Desk) -> None:
    record = await opened(watched, "told")
    forge = watched.service.forge
    for region in ("ecowas", "africa", "ecowas"):
        await watched.read(record, forge.headers("coordinator", regions=[region], sub=f"person-of-{region}"))
    first = await watched.service.ask(
        "GET", f"{watched.posting.path}/{record['id']}/contact-accesses", watched.author, params={"limit": 2}
    )
    assert [each["regions"] for each in first.json()["items"]] == [["ecowas"], ["africa"]]
    assert "person-of" not in first.text
    second = await watched.service.ask("GET", first.links["next"]["url"], watched.author)
    assert [each["regions"] for each in second.json()["items"]] == [["ecowas"]]
    assert second.json()["next"] is None


async def test_one_account_has_one_pseudonym_and_another_another(watched: Desk) -> None:
    record = await opened(watched, "pseudonyms")
    forge = watched.service.forge
    for account in ("ama", "ama", "kofi"):
        await watched.read(record, forge.headers("coordinator", sub=account))
    rows = await watched.service.rows("SELECT reader FROM contact_accesses ORDER BY number")
    assert [row["reader"] == rows[0]["reader"] for row in rows] == [True, True, False]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE contact_accesses SET through = 'nothing'",
        "DELETE FROM contact_accesses",
        "DELETE FROM contact_accesses WHERE at < now()",
    ],
)
async def test_the_log_cannot_be_changed_within_a_year(watched: Desk, change: str) -> None:
    await watched.read(await opened(watched, f"kept {change}"[:40]), watched.service.forge.as_coordinator())
    with pytest.raises(DBAPIError, match="are only ever added"):
        await watched.service.rows(change)
    assert len(await noted(watched)) == 1
