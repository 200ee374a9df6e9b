"""What a State or a donor narrows later is gone for whoever may no longer read it: record, lists, former versions."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest
import pytest_asyncio

from tests.support.posting_services import BOTH, Desk, desk_at
from tests.support.request_documents import Document
from tests.support.running_service import Headers

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

TITLE, FORMER = "sek.title.narrowed", "sek.title.former"
TEXTS: Final = [{"language": "en", "title": TITLE, "narrative": "Machines."}]
PAGES: Final = {
    "needs": ("", "/history", "/coverage", "/reservations", "/contact-accesses"),
    "offers": ("", "/history", "/ledger", "/reservations", "/contact-accesses"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=sorted(BOTH))
async def desk(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[Desk]:
    url = await databases.create_for_service(request.param)
    async with desk_at(BOTH[request.param], url) as desk:
        yield desk
    await databases.drop(url)


async def read_by(desk: Desk, record: Document, reader: Headers) -> dict[str, httpx.Response]:
    """Return every page of a record as this reader gets it, and the list."""
    pages = {more: await desk.read(record, reader, more) for more in PAGES[desk.posting.definition.name]}
    return pages | {"list": await desk.service.ask("GET", desk.posting.path, reader)}


async def narrowed(desk: Desk, record: Document, **changes: Any) -> None:
    amended = await desk.amend(record, **changes)
    assert amended.status_code == 200, amended.text


async def test_a_record_kept_to_coordinators_later_is_unknown_to_others_on_every_page(desk: Desk) -> None:
    told: dict[str, Any] = {"external_id": "narrowed", "texts": TEXTS}
    record = await desk.opened(visibility="public", **told)
    readers = (
        desk.service.forge.as_observer(),
        desk.service.forge.as_recipient("PER"),
        desk.service.forge.as_donor("usa"),
    )
    for reader in readers:
        before = await read_by(desk, record, reader)
        assert (before[""].status_code, TITLE in before["list"].text) == (200, True)
    await narrowed(desk, record, visibility="coordinators", **told)
    for reader in readers:
        after = await read_by(desk, record, reader)
        assert {page: answer.status_code for page, answer in after.items() if page != "list"} == dict.fromkeys(
            PAGES[desk.posting.definition.name], 404
        )
        assert all(
            TITLE not in answer.text and record["id"] not in answer.json().get("items", "") for answer in after.values()
        )


async def test_former_versions_are_shown_to_those_who_speak_for_the_record_alone(desk: Desk) -> None:
    told: dict[str, Any] = {"external_id": "former", "visibility": "public"}
    record = await desk.opened(texts=[TEXTS[0] | {"title": FORMER}], **told)
    await narrowed(desk, record, texts=[TEXTS[0] | {"title": "Something else"}], **told)
    forge = desk.service.forge
    for reader in (forge.as_observer(), forge.as_recipient("PER"), forge.as_donor("usa"), forge.as_coordinator()):
        assert all(FORMER not in answer.text for answer in (await read_by(desk, record, reader)).values())
    assert FORMER in (await desk.read(record, more="/history")).text
