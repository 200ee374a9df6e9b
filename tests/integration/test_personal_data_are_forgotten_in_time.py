"""Contacts of records that ended, and who read contacts, are forgotten when their time is over, and not before."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
import pytest_asyncio
from pydantic import SecretStr

from needs.main import retained as needs_retained
from needs.settings import NeedsSettings
from offers.main import retained as offers_retained
from offers.settings import OffersSettings
from shared.personal.retention import forget_accesses, forget_contacts
from shared.service.retaining import Retained
from tests.support.held_persons import everything_in
from tests.support.posting_services import BOTH, Desk, desk_at
from tests.support.request_documents import Document

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

YEAR: Final = timedelta(days=365)
GIVEN: Final[dict[str, Any]] = {"database_url": SecretStr("postgresql+asyncpg://nowhere/"), "oidc_issuer": "https://x"}
CONTACT: Final = {"name": "Ama Mensah", "email": "ama@mensah.example"}
REASON: Final = {"reason": "Agreed in the office."}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=sorted(BOTH))
async def desk(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[Desk]:
    url = await databases.create_for_service(request.param)
    async with desk_at(BOTH[request.param], url) as desk:
        yield desk
    await databases.drop(url)


def kept(desk: Desk) -> Retained:
    """Return what the service's `main` says is kept, with the defaults."""
    if desk.posting.definition.name == "needs":
        return needs_retained(NeedsSettings(**GIVEN))
    return offers_retained(OffersSettings(**GIVEN))


async def ended(desk: Desk, number: str, days_ago: int, **changes: Any) -> Document:
    """Return a closed record whose last change was so many days ago by the database's clock."""
    record = await desk.opened(external_id=number, contact=CONTACT | {"name": f"Ama {number}"}, **changes)
    closed = await desk.act(record, "close", REASON)
    assert closed.status_code == 200, closed.text
    await aged(desk, number, days_ago)
    return closed.json()


async def aged(desk: Desk, number: str, days_ago: int) -> None:
    aging = (
        f"UPDATE {desk.posting.tables[0]} SET updated_at = now() - CAST(:age AS interval) WHERE external_id = :number"  # noqa: S608 (our tables)
    )
    await desk.service.rows(aging, age=timedelta(days=days_ago), number=number)


async def forgotten(desk: Desk, *, within: timedelta | None = None) -> int:
    """Do one round over contacts, and return of how many records they went."""
    told = kept(desk)
    async with desk.service.database.sessions() as session, session.begin():
        return await forget_contacts(session, told.records, told.history, within or told.contacts_for)


async def test_a_contact_goes_a_year_after_its_record_ended_from_every_version(desk: Desk) -> None:
    record = await ended(desk, "old", 366)
    assert await forgotten(desk) == 1
    assert (await desk.read(record)).json()["contact"] is None
    assert "Ama old" not in await everything_in(desk.service)
    assert (await desk.read(record)).json()["version"] == record["version"]
    assert await forgotten(desk) == 0


async def test_a_contact_stays_until_then(desk: Desk) -> None:
    record = await ended(desk, "young", 364)
    assert await forgotten(desk) == 0
    assert (await desk.read(record)).json()["contact"]["name"] == "Ama young"


async def test_a_contact_stays_as_long_as_the_record_stands(desk: Desk) -> None:
    record = await desk.opened(external_id="standing", contact=CONTACT)
    await aged(desk, "standing", 3000)
    assert await forgotten(desk) == 0
    assert (await desk.read(record)).json()["contact"] is not None


async def test_a_former_contact_goes_too_where_the_last_version_has_none(desk: Desk) -> None:
    record = await desk.posted(external_id="former", contact=CONTACT | {"name": "Ama former"})
    amended = await desk.amend(record, external_id="former", contact=None)
    action = "withdraw" if desk.posting.definition.name == "needs" else "close"
    assert (await desk.act(amended.json(), action, REASON)).status_code == 200
    await aged(desk, "former", 366)
    assert await forgotten(desk) == 1
    assert "Ama former" not in await everything_in(desk.service)


async def test_how_long_is_a_setting(desk: Desk) -> None:
    record = await ended(desk, "soon", 31)
    await forgotten(desk, within=timedelta(days=32))
    assert (await desk.read(record)).json()["contact"] is not None
    await forgotten(desk, within=timedelta(days=30))
    assert (await desk.read(record)).json()["contact"] is None


async def test_old_accesses_go_with_readers_who_have_none_left(desk: Desk) -> None:
    record = await desk.opened(external_id="read", contact=CONTACT)
    forge = desk.service.forge
    for age, reader in ((731, "reader-old"), (729, "reader-young")):
        await desk.read(record, forge.headers("coordinator", sub=reader))
        # The log is written by the database's clock and cannot be changed: the past is made beside the trigger.
        await aged_access(desk, reader, age)
    told = kept(desk)
    async with desk.service.database.sessions() as session, session.begin():
        assert await forget_accesses(session, told.accesses, told.accesses_for) == 1
    said = await everything_in(desk.service)
    assert ("reader-old" in said, "reader-young" in said) == (False, True)


async def aged_access(desk: Desk, reader: str, days_ago: int) -> None:
    which = "reader = (SELECT pseudonym FROM contact_readers WHERE subject = :reader)"
    await desk.service.rows("ALTER TABLE contact_accesses DISABLE TRIGGER USER")
    await desk.service.rows(
        f"UPDATE contact_accesses SET at = now() - CAST(:age AS interval) WHERE {which}",  # noqa: S608 (our own words)
        age=timedelta(days=days_ago),
        reader=reader,
    )
    await desk.service.rows("ALTER TABLE contact_accesses ENABLE TRIGGER USER")
    await desk.service.rows(
        "UPDATE contact_readers SET since = now() - CAST(:age AS interval) WHERE subject = :reader",
        age=timedelta(days=days_ago),
        reader=reader,
    )


async def test_the_defaults_are_a_year_and_two() -> None:
    assert NeedsSettings(**GIVEN).retention() == OffersSettings(**GIVEN).retention() == (YEAR, 2 * YEAR)


async def test_accesses_are_kept_for_a_year_whatever_is_asked(desk: Desk) -> None:
    await desk.service.rows("TRUNCATE contact_accesses")
    record = await desk.opened(external_id="asked", contact=CONTACT)
    await desk.read(record, desk.service.forge.as_coordinator())
    async with desk.service.database.sessions() as session, session.begin():
        assert await forget_accesses(session, kept(desk).accesses, timedelta(0)) == 0
    assert await desk.service.count("contact_accesses") == {"contact_accesses": 1}
