"""What the outbox takes of needs and offers: every step after opening, whole, and nothing that is not for others."""

import asyncio
import json
from typing import Any

from shared.events.envelope import decode
from shared.events.registry import PUBLIC_TOPIC
from tests.support.posting_services import Desk
from tests.support.waiting import eventually

PRIVATE = (
    "Awa Exemple",
    "awa@example.org",
    "Camp Secret",
    "48 211",
    "Desk Example",
    "desk@example.org",
    "+32 2",
    "contact",
    "sensitive",
    "sites",
    "stock_figures",
)


async def events(desk: Desk) -> list[Any]:
    """Decode each event of the outbox for the other services as a consumer would."""
    internal = "SELECT headers, payload FROM outbox WHERE topic <> :public ORDER BY position"
    rows = await desk.service.rows(internal, public=PUBLIC_TOPIC)
    return [decode([(name, text.encode()) for name, text in row["headers"].items()], row["payload"]) for row in rows]


def kinds(desk: Desk, *names: str) -> list[str]:
    return [f"org.accord.{desk.posting.definition.name.removesuffix('s')}.{name}.v1" for name in names]


async def test_a_draft_never_travels(desk: Desk) -> None:
    draft = await desk.posted()
    amended = (await desk.amend(draft, external_id="amended")).json()
    await desk.act(amended, "withdraw" if "components" in draft else "close", {"reason": "mistaken"})
    assert await desk.events() == []
    assert (await desk.counts())[desk.posting.tables[2]] == 3


async def test_a_change_whose_event_cannot_be_kept_is_not_kept_either(desk: Desk) -> None:
    draft = await desk.posted()
    before = await desk.counts()
    await desk.service.rows("ALTER TABLE outbox ADD CONSTRAINT takes_nothing CHECK (false) NOT VALID")
    refused = await desk.act(draft, "open", desk.posting.opening)
    assert refused.status_code == 500
    assert (await desk.read(draft)).json() == draft
    assert await desk.counts() == before


async def test_each_step_of_a_need_travels_with_its_version(needs_desk: Desk) -> None:
    need = await needs_desk.opened()
    need = (await needs_desk.amend(need, external_id="N-2")).json()
    need = (await needs_desk.act(need, "reconfirm")).json()
    await needs_desk.act(need, "withdraw", {"reason": "superseded"})
    sent = await events(needs_desk)
    assert [each.type for each in sent] == kinds(needs_desk, "opened", "amended", "reconfirmed", "withdrawn")
    assert [each.version for each in sent] == [each.data.version for each in sent] == [2, 3, 4, 5]
    assert [each.data.status for each in sent] == ["open", "open", "open", "closed"]


async def test_each_step_of_an_offer_travels_with_its_version(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    offer = (await offers_desk.amend(offer, external_id="O-2")).json()
    offer = (await offers_desk.act(offer, "pause", {"reason": "under review"})).json()
    offer = (await offers_desk.act(offer, "resume")).json()
    await offers_desk.act(offer, "close", {"reason": "The fund has ended."})
    sent = await events(offers_desk)
    assert [each.type for each in sent] == kinds(offers_desk, "opened", "amended", "paused", "resumed", "closed")
    assert [each.version for each in sent] == [each.data.version for each in sent] == [2, 3, 4, 5, 6]
    assert [each.data.status for each in sent] == ["open", "open", "paused", "open", "closed"]


async def test_an_event_states_the_record_as_its_service_shows_it(desk: Desk) -> None:
    record = await desk.opened()
    [event] = await events(desk)
    stated = json.loads(event.data.model_dump_json())
    assert event.subject == record["id"]
    for name in ("external_id", "status", "version", "window", "working_languages", "visibility", "opened_at"):
        assert stated[name] == record[name], name
    assert [text["title"] for text in stated["texts"]] == [record["title"]]


async def test_an_event_of_an_offer_carries_donor_eligibility_and_ledger(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    await offers_desk.service.rows("UPDATE offer_lines SET reserved = 1, committed = 2, delivered = 3")
    line = {"id": offer["lines"][0]["id"], "pledged": 11}
    await offers_desk.amend(offer, lines=[offers_desk.posting.document()["lines"][0] | line])
    stated = json.loads((await events(offers_desk))[-1].data.model_dump_json())
    assert stated["donor"] == offer["donor"]
    assert stated["eligibility"] == offer["eligibility"]
    ledger = ("line_id", "pledged", "reserved", "committed", "delivered")
    assert [stated["lines"][0][name] for name in ledger] == [line["id"], 11, 1, 2, 3]


async def test_no_contact_no_site_and_no_stock_figure_travels(desk: Desk) -> None:
    record = await desk.opened()
    await desk.amend(record, external_id="amended")
    rows = await desk.service.rows("SELECT payload, headers FROM outbox ORDER BY position")
    assert len(rows) == 4, "each version for the services, and for anybody"
    for row in rows:
        sent = row["payload"].decode() + json.dumps(row["headers"])
        assert [word for word in PRIVATE if word in sent] == []


async def test_republishing_states_each_opened_record_once_more(desk: Desk) -> None:
    await desk.posted(external_id="draft")
    record = await desk.opened(external_id="opened")
    await desk.service.rows("UPDATE outbox SET published_at = now()")
    republish = desk.posting.definition.republish
    assert republish is not None
    assert [await republish(desk.service.database) for _ in range(2)] == [1, 1]
    rows = await desk.service.rows("SELECT type, key, key_version FROM outbox WHERE published_at IS NULL")
    told = kinds(desk, "restated", "published")
    assert [tuple(row.values()) for row in rows] == [(kind, record["id"], 2) for kind in told]


async def test_republishing_waits_for_a_change_that_is_being_made_and_states_its_outcome(desk: Desk) -> None:
    await desk.opened()
    republish, database = desk.posting.definition.republish, desk.service.database
    assert republish is not None
    records = desk.posting.definition.outbox.metadata.tables[desk.posting.tables[0]]
    async with database.sessions() as session, session.begin():
        await session.execute(records.update().values(version=3))
        stating = asyncio.ensure_future(republish(database))
        await eventually(lambda: somebody_waits_for_a_lock(desk), what="republishing waits for the row")
    assert await stating == 1
    [*_, last] = await events(desk)
    assert (last.version, last.data.version) == (3, 3)


async def somebody_waits_for_a_lock(desk: Desk) -> bool:
    [found] = await desk.service.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    return found["count"] == 1


async def test_republishing_leaves_the_record_as_it_is(desk: Desk) -> None:
    record = await desk.opened()
    republish = desk.posting.definition.republish
    assert republish is not None
    await republish(desk.service.database)
    assert (await desk.read(record)).json() == record
