"""An offer over HTTP, from its draft to its end, and what each reader is shown of it."""

import pytest

from tests.support import request_documents
from tests.support.posting_services import Desk

FROM_ELSEWHERE = {"organisation": "marking_fund", "name": "Marking Fund", "kind": "multi_donor_fund"}


async def test_an_offer_stands_once_its_donor_has_opened_it(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    assert (offer["status"], offer["version"], offer["opened_at"]) == ("open", 2, "2026-03-02T09:30:00Z")


async def test_an_offer_is_paused_and_resumed(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    paused = (await offers_desk.act(offer, "pause", {"reason": "under review"})).json()
    resumed = (await offers_desk.act(paused, "resume")).json()
    assert [each["status"] for each in (paused, resumed)] == ["paused", "open"]


async def test_an_offer_ends_for_a_stated_reason(offers_desk: Desk) -> None:
    ended = (await offers_desk.act(await offers_desk.opened(), "close", {"reason": "The fund has ended."})).json()
    assert (ended["status"], ended["closing_reason"]) == ("closed", "The fund has ended.")


@pytest.mark.parametrize(
    ("action", "body", "code"),
    [
        ("open", None, "offer-closed"),
        ("pause", {"reason": "late"}, "offer-closed"),
        ("resume", None, "offer-closed"),
        ("close", {"reason": "again"}, "offer-closed"),
    ],
)
async def test_nothing_about_a_closed_offer_changes(
    offers_desk: Desk, action: str, body: dict[str, str] | None, code: str
) -> None:
    closed = (await offers_desk.act(await offers_desk.posted(), "close", {"reason": "mistaken"})).json()
    before = await offers_desk.counts()
    answer = await offers_desk.act(closed, action, body)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert await offers_desk.counts() == before


async def test_a_draft_cannot_be_paused(offers_desk: Desk) -> None:
    answer = await offers_desk.act(await offers_desk.posted(), "pause", {"reason": "early"})
    assert (answer.status_code, answer.json()["code"]) == (409, "offer-not-open")


async def test_an_offer_whose_call_is_over_is_not_opened(offers_desk: Desk) -> None:
    draft = await offers_desk.posted()
    offers_desk.service.clock.advance(days=180)
    answer = await offers_desk.act(draft, "open")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/call/end")


async def test_a_line_shows_its_ledger_and_what_remains(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    await offers_desk.service.rows("UPDATE offer_lines SET reserved = 1, committed = 2, delivered = 3")
    [line] = (await offers_desk.read(offer)).json()["lines"]
    ledger = ("pledged", "reserved", "committed", "delivered", "remaining")
    assert [line[name] for name in ledger] == [10, 1, 2, 3, 4]


async def test_a_line_without_a_total_does_not_say_what_remains(offers_desk: Desk) -> None:
    advice = {"categories": ["legislation"], "modalities": ["technical_advice"]}
    [line] = (await offers_desk.posted(lines=[advice], per_state_ceiling=None))["lines"]
    assert (line["pledged"], line["remaining"], line["reserved"]) == (None, None, 0)


async def test_a_line_sent_back_with_its_id_stays_the_same(offers_desk: Desk) -> None:
    offer = await offers_desk.posted()
    again = request_documents.line(id=offer["lines"][0]["id"], pledged=12)
    amended = (await offers_desk.amend(offer, lines=[request_documents.line(), again])).json()
    assert [each["pledged"] for each in amended["lines"]] == [10, 12]
    assert [each["id"] == again["id"] for each in amended["lines"]] == [False, True]


async def test_a_line_that_is_left_out_is_gone(offers_desk: Desk) -> None:
    offer = await offers_desk.posted(lines=[request_documents.line(), request_documents.line()])
    kept = request_documents.line(id=offer["lines"][1]["id"])
    amended = (await offers_desk.amend(offer, lines=[kept])).json()
    assert [each["id"] for each in amended["lines"]] == [kept["id"]]
    assert (await offers_desk.counts())["offer_lines"] == 1


async def test_a_pledge_does_not_fall_below_what_is_engaged(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    await offers_desk.service.rows("UPDATE offer_lines SET committed = 8")
    fewer = request_documents.line(id=offer["lines"][0]["id"], pledged=7)
    answer = await offers_desk.amend(offer, lines=[fewer])
    assert (answer.status_code, answer.json()["code"]) == (409, "pledge-below-commitments")
    assert (await offers_desk.read(offer)).json()["lines"][0]["pledged"] == 10


async def test_an_exhausted_offer_stands_again_when_its_pledge_is_raised(offers_desk: Desk) -> None:
    offer = await offers_desk.opened()
    await offers_desk.service.rows("UPDATE offer_lines SET delivered = 10")
    line = request_documents.line(id=offer["lines"][0]["id"])
    exhausted = (await offers_desk.amend(offer, lines=[line])).json()
    raised = (await offers_desk.amend(exhausted, lines=[line | {"pledged": 11}])).json()
    assert [each["status"] for each in (exhausted, raised)] == ["exhausted", "open"]


async def test_a_donor_posts_for_itself_alone(offers_desk: Desk) -> None:
    answer = await offers_desk.post(donor=FROM_ELSEWHERE)
    assert (answer.status_code, answer.json()["organisation"], answer.json()["speaks_for"]) == (
        403,
        "marking_fund",
        "eu",
    )
    assert (await offers_desk.counts())["offers"] == 0


async def test_an_offer_does_not_pass_to_another_donor(offers_desk: Desk) -> None:
    answer = await offers_desk.amend(await offers_desk.posted(), donor=FROM_ELSEWHERE)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/donor/organisation")


@pytest.mark.parametrize("role", ["recipient", "coordinator", "observer"])
async def test_nobody_but_a_donor_posts_an_offer(offers_desk: Desk, role: str) -> None:
    answer = await offers_desk.post(actor=offers_desk.service.forge.headers(role))
    assert (answer.status_code, (await offers_desk.counts())["offers"]) == (403, 0)


async def test_two_donors_may_use_the_same_external_id(offers_desk: Desk) -> None:
    await offers_desk.posted()
    other = offers_desk.service.forge.as_donor("marking_fund")
    assert (await offers_desk.post(actor=other, donor=FROM_ELSEWHERE)).status_code == 201


async def test_another_donor_is_told_that_a_draft_is_not_there(offers_desk: Desk) -> None:
    draft, other = await offers_desk.posted(), offers_desk.service.forge.as_donor("marking_fund")
    for answer in (
        await offers_desk.read(draft, other),
        await offers_desk.read(draft, other, "/history"),
        await offers_desk.act(draft, "open", actor=other),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_another_donor_reads_a_public_offer_and_may_not_change_it(offers_desk: Desk) -> None:
    offer, other = await offers_desk.opened(), offers_desk.service.forge.as_donor("marking_fund")
    assert (await offers_desk.read(offer, other)).status_code == 200
    answer = await offers_desk.act(offer, "close", {"reason": "not ours"}, actor=other)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await offers_desk.read(offer)).json() == offer


async def test_the_contact_is_shown_to_the_donor_and_to_coordinators_alone(offers_desk: Desk) -> None:
    offer, forge = await offers_desk.opened(), offers_desk.service.forge
    readers = {
        "eu": forge.as_donor("eu"),
        "other donor": forge.as_donor("marking_fund"),
        "KEN": forge.as_recipient("KEN"),
        "coordinator": forge.as_coordinator(),
        "observer": forge.as_observer(),
    }
    answers = {name: await offers_desk.read(offer, reader) for name, reader in readers.items()}
    assert {name for name, answer in answers.items() if answer.json()["contact"] is not None} == {"eu", "coordinator"}
    assert {name for name, answer in answers.items() if "desk@example.org" in answer.text} == {"eu", "coordinator"}
