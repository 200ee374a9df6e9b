"""A person is found in every place of the services that take in records, and taken out of every one of them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pytest
import pytest_asyncio

from needs.adapters.personal import HOLDINGS as NEEDS_HOLDINGS
from offers.adapters.personal import HOLDINGS as OFFERS_HOLDINGS
from shared.personal.holdings import Held
from shared.personal.person import ERASED, Person
from tests.support.held_persons import everything_in, known_by
from tests.support.posting_services import BOTH, Desk, desk_at
from tests.support.request_documents import Document

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOLDINGS: Final[Mapping[str, Sequence[Any]]] = {"needs": NEEDS_HOLDINGS, "offers": OFFERS_HOLDINGS}
EMPTIED: Final = {
    "needs": ("need_versions", "need_components", "needs"),
    "offers": ("offer_versions", "offer_lines", "offer_state_ledger", "offers"),
}
TELLING: Final = "Ask Ama Mensah, ama@mensah.example, +233 20 555 0101."
TRACES: Final = ("mensah", "555 0101")
AMA: Final = {"name": "Ama Mensah", "email": "ama@mensah.example", "phone": "+233 20 555 0101"}
NOBODY: Final = {"name": "Kofi Annor", "email": "kofi@annor.example"}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=sorted(BOTH))
async def module_desk(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[Desk]:
    url = await databases.create_for_service(request.param)
    async with desk_at(BOTH[request.param], url) as desk:
        yield desk
    await databases.drop(url)


@pytest_asyncio.fixture(loop_scope="module")
async def held(module_desk: Desk) -> Desk:
    """Either service, empty."""
    for table in EMPTIED[module_desk.posting.definition.name]:
        await module_desk.service.rows(f"DELETE FROM {table}")  # noqa: S608 (our own tables)
    await module_desk.service.rows("TRUNCATE contact_accesses, contact_readers, outbox, idempotency_keys")
    return module_desk


def telling(kind: str) -> Document:
    """Return texts in which Ama is named, for each field that takes words."""
    texts = [{"language": "en", "title": "Marking, says Ama Mensah", "narrative": TELLING}]
    alike: Document = {"contact": AMA, "texts": texts, "provenance": {"source_name": TELLING, "notes": TELLING}}
    if kind == "offers":
        part = BOTH["offers"].document()["lines"][0] | {"description": TELLING}
        return alike | {"lines": [part], "instrument": TELLING, "implementer": TELLING, "condition_notes": TELLING}
    part = BOTH["needs"].document()["components"][0]
    part |= {"description": TELLING, "own_contribution": {"text": TELLING}}
    return alike | {
        "components": [part],
        "authority": {"name": TELLING, "unit": TELLING, "address": TELLING},
        "received": [{"source": TELLING, "what": TELLING}],
        "sustainability": {"plan": TELLING},
        "gender": {"considerations": TELLING},
        "serves": {"kind": "national_target", "reference": TELLING},
        "sensitive": {"sites": [TELLING], "stock_figures": TELLING},
    }


async def told(desk: Desk, number: str, **changes: Any) -> Document:
    """Return an opened record that names Ama wherever that is possible."""
    kind = desk.posting.definition.name
    posted = await desk.post(key=number.replace(" ", "-"), external_id=number, **(telling(kind) | changes))
    assert posted.status_code == 201, posted.text
    opened = await desk.act(posted.json(), "open", desk.posting.opening)
    assert opened.status_code == 200, opened.text
    return opened.json()


async def found(desk: Desk, who: Person) -> list[Held]:
    async with desk.service.database.sessions() as session:
        holdings = HOLDINGS[desk.posting.definition.name]
        return [each for holding in holdings for each in await holding.held_about(session, who)]


async def erased(desk: Desk, who: Person) -> dict[str, int]:
    """Erase somebody, and return how many rows changed in each place that held something."""
    holdings = HOLDINGS[desk.posting.definition.name]
    async with desk.service.database.sessions() as session, session.begin():
        changed = {holding.place: await holding.erase(session, who, "erased:1") for holding in holdings}
    return {place: rows for place, rows in changed.items() if rows}


async def test_nothing_of_an_erased_person_is_left_in_the_database(held: Desk) -> None:
    record = await told(held, "whole")
    ended = await held.act(record, "close", {"reason": TELLING})
    assert ended.status_code == 200, ended.text
    before = (await everything_in(held.service)).casefold()
    assert all(trace in before for trace in TRACES)
    await erased(held, known_by(AMA))
    after = (await everything_in(held.service)).casefold()
    assert [trace for trace in TRACES if trace in after] == []


async def test_what_was_said_of_other_things_stays_as_it_was(held: Desk) -> None:
    record = await told(held, "rest")
    before = (await held.read(record)).json()
    await erased(held, known_by(AMA))
    after = (await held.read(record)).json()
    assert after["contact"] is None
    assert after["texts"][0] == {
        "language": "en",
        "title": f"Marking, says {ERASED}",
        "narrative": f"Ask {ERASED}, {ERASED}, {ERASED}.",
    }
    assert {name for name in before if before[name] != after[name]} <= telling(held.posting.definition.name).keys() | {
        "title",
        "specificity",
    }
    history = (await held.read(record, more="/history")).json()["items"]
    assert [change["document"]["visibility"] for change in history] == [record["visibility"]] * 2
    assert [change["document"]["status"] for change in history] == ["draft", "open"]


async def test_a_person_known_by_one_thing_alone_is_taken_out_of_contacts_whole(held: Desk) -> None:
    record = await told(held, "alone")
    await erased(held, known_by({"email": AMA["email"]}))
    assert (await held.read(record)).json()["contact"] is None


async def test_the_authors_own_number_stays_the_same_in_the_record_and_its_former_versions(held: Desk) -> None:
    record = await told(held, "Ama Mensah 7")
    await erased(held, known_by(AMA))
    history = (await held.read(record, more="/history")).json()["items"]
    assert {change["document"]["external_id"] for change in history} == {"Ama Mensah 7"}
    assert await held.listed(external_id="Ama Mensah 7") == ["Ama Mensah 7"]


async def test_the_newest_word_on_a_record_is_published_even_if_its_number_names_the_person(held: Desk) -> None:
    record = await told(held, "Ama Mensah 8", visibility="recipients" if held.posting.role == "donor" else "donors")
    await erased(held, known_by(AMA))
    waiting = "SELECT key_version, type FROM outbox WHERE published_at IS NULL AND key = :key"
    [newest] = await held.service.rows(waiting, key=record["id"])
    assert newest["key_version"] == record["version"]
    assert newest["type"].endswith(".restated.v1")
    assert await erased(held, known_by(AMA)) == {}


async def test_others_stay(held: Desk) -> None:
    record = await told(held, "others", contact=NOBODY)
    await erased(held, known_by(AMA))
    assert (await held.read(record)).json()["contact"]["name"] == "Kofi Annor"
    assert "kofi@annor.example" in await everything_in(held.service)


async def test_an_erasure_changes_nothing_the_second_time(held: Desk) -> None:
    await told(held, "twice")
    assert await erased(held, known_by(AMA))
    assert await erased(held, known_by(AMA)) == {}


async def test_the_topics_newest_word_on_a_record_is_without_the_person(held: Desk) -> None:
    record = await told(held, "stated", visibility="public")
    await erased(held, known_by(AMA))
    query = "SELECT topic, type, key_version, convert_from(payload, 'UTF8') AS said FROM outbox WHERE key = :key"
    rows = await held.service.rows(query, key=record["id"])
    name = held.posting.definition.name
    assert {(row["topic"], row["key_version"]) for row in rows} == {
        (f"accord.{name}.v1", record["version"]),
        ("accord.public.v1", record["version"]),
    }
    assert all(ERASED in row["said"] and "Mensah" not in row["said"] for row in rows)


async def test_a_draft_is_told_to_nobody_when_somebody_is_taken_out_of_it(held: Desk) -> None:
    await held.posted(external_id="draft", **telling(held.posting.definition.name))
    assert await erased(held, known_by(AMA))
    assert await held.service.rows("SELECT 1 FROM outbox") == []


async def test_an_account_is_replaced_by_the_erasures_pseudonym(held: Desk) -> None:
    await told(held, "account")
    subject = {"needs": "recipient-BFA", "offers": "donor-eu"}[held.posting.definition.name]
    assert subject in await everything_in(held.service)
    changed = await erased(held, known_by({"account": subject}))
    assert subject not in await everything_in(held.service)
    history = await held.service.rows(f"SELECT by_subject FROM {held.posting.tables[2]}")  # noqa: S608 (our tables)
    assert {row["by_subject"] for row in history} == {"erased:1"}
    assert changed[f"{held.posting.definition.name}.stored_answers"] == 1


async def test_accesses_of_an_erased_reader_stay_and_nobody_is_behind_them(held: Desk) -> None:
    record = await told(held, "reader")
    await held.read(record, held.service.forge.headers("coordinator", sub="a-reader"))
    [access] = await found(held, known_by({"account": "a-reader"}))
    assert (access.record, access.content["by_role"]) == (record["id"], "coordinator")
    assert await erased(held, known_by({"account": "a-reader"})) == {
        f"{held.posting.definition.name}.contact_readers": 1
    }
    assert await held.service.count("contact_accesses", "contact_readers") == {
        "contact_accesses": 1,
        "contact_readers": 0,
    }


async def test_everything_about_a_person_is_exported(held: Desk) -> None:
    record = await told(held, "exported")
    export = await found(held, known_by(AMA))
    name = held.posting.definition.name
    part = {"needs": "components", "offers": "lines"}[name]
    places = {f"{name}.{place}" for place in ("contact", "words", "history", "stored_answers", "events", part)}
    assert {each.place for each in export} == places
    [contact] = [each for each in export if each.place == f"{name}.contact"]
    assert contact.record == record["id"]
    assert contact.content["contact"]["email"] == AMA["email"]
