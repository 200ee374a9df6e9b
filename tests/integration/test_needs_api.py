"""A need over HTTP, from its draft to its end, and what each reader is shown of it."""

from typing import Any

import pytest

from tests.support import request_documents
from tests.support.posting_services import Desk

VAGUE: dict[str, Any] = {
    "texts": [{"language": "en", "title": "Assistance", "narrative": "Technical, financial, legislative help."}],
    "components": [{"category": "legislation", "modalities": ["technical_advice"]}],
    "authority": None,
    "window": {},
}


async def test_a_need_circulates_once_its_state_has_agreed(needs_desk: Desk) -> None:
    need = await needs_desk.opened()
    assert (need["status"], need["version"]) == ("open", 2)
    assert need["opened_at"] == need["consent"]["consented_at"] == "2026-03-02T09:30:00Z"
    assert need["confirm_by"] == "2027-03-02"


async def test_a_need_does_not_circulate_without_consent(needs_desk: Desk) -> None:
    draft = await needs_desk.posted()
    before = await needs_desk.counts()
    answer = await needs_desk.act(draft, "open", {"consent": False})
    assert (answer.status_code, answer.json()["code"]) == (409, "consent-required")
    assert await needs_desk.counts() == before


@pytest.mark.parametrize("consent", ["yes", 1, None])
async def test_consent_is_true_and_nothing_like_it(needs_desk: Desk, consent: Any) -> None:
    draft = await needs_desk.posted()
    answer = await needs_desk.act(draft, "open", {"consent": consent})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/consent")
    assert (await needs_desk.read(draft)).json()["status"] == "draft"


async def test_a_vague_need_is_coached_before_it_circulates(needs_desk: Desk) -> None:
    draft = await needs_desk.posted(**VAGUE)
    answer = await needs_desk.act(draft, "open", {"consent": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "need-too-vague")
    assert answer.json()["specificity"] == draft["specificity"]["score"]
    assert [each["code"] for each in answer.json()["coaching"]] == [
        each["code"] for each in draft["specificity"]["coaching"]
    ]


async def test_a_vague_need_circulates_when_its_state_insists(needs_desk: Desk) -> None:
    need = await needs_desk.opened(**VAGUE)
    assert (need["status"], need["consent"]["insisted"]) == ("open", True)


async def test_a_confirmed_need_stands_for_another_period(needs_desk: Desk) -> None:
    need = await needs_desk.opened()
    needs_desk.service.clock.advance(days=30)
    answer = await needs_desk.service.ask(
        "POST", f"/v1/needs/{need['id']}/reconfirm", needs_desk.service.forge.as_recipient(), version=2
    )
    assert answer.json()["confirm_by"] == "2027-04-01"


@pytest.mark.parametrize(("action", "closed_as"), [("withdraw", "withdrawn"), ("close", "fulfilled")])
async def test_a_need_ends_for_a_stated_reason(needs_desk: Desk, action: str, closed_as: str) -> None:
    need = await needs_desk.opened()
    ended = (await needs_desk.act(need, action, {"reason": "Met by our own budget."})).json()
    assert (ended["status"], ended["closed_as"]) == ("closed", closed_as)
    assert ended["closing_reason"] == "Met by our own budget."


async def test_nothing_about_a_closed_need_changes(needs_desk: Desk) -> None:
    closed = (await needs_desk.act(await needs_desk.opened(), "close", {"reason": "done"})).json()
    answer = await needs_desk.amend(closed)
    assert (answer.status_code, answer.json()["code"]) == (409, "need-closed")


async def test_a_component_sent_back_with_its_id_stays_the_same(needs_desk: Desk) -> None:
    [component] = (need := await needs_desk.posted())["components"]
    again = request_documents.component(id=component["id"], quantity=8000)
    amended = (
        await needs_desk.amend(need, components=[request_documents.component(category="destruction"), again])
    ).json()
    assert [each["quantity"] for each in amended["components"]] == [9000, 8000]
    assert [each["id"] == component["id"] for each in amended["components"]] == [False, True]


async def test_a_component_that_is_left_out_is_gone(needs_desk: Desk) -> None:
    need = await needs_desk.posted(components=[request_documents.component(), request_documents.component()])
    kept = request_documents.component(id=need["components"][1]["id"])
    amended = (await needs_desk.amend(need, components=[kept])).json()
    assert [each["id"] for each in amended["components"]] == [kept["id"]]
    assert (await needs_desk.counts())["need_components"] == 1


async def test_a_component_in_use_cannot_be_taken_out(needs_desk: Desk) -> None:
    need = await needs_desk.opened()
    await needs_desk.service.rows("UPDATE need_components SET held = 100")
    answer = await needs_desk.amend(need, components=[request_documents.component()])
    assert (answer.status_code, answer.json()["code"], answer.json()["in_use"]) == (409, "component-in-use", "100")
    assert (await needs_desk.read(need)).json()["components"][0]["held"] == 100


async def test_a_coordinator_posts_for_its_group(needs_desk: Desk) -> None:
    coordinator = needs_desk.service.forge.as_coordinator("ecowas")
    need = await needs_desk.opened(actor=coordinator, states=[], group="ecowas")
    assert (need["lead"], need["status"]) == ("ecowas", "open")


@pytest.mark.parametrize("state", ["KEN", "SOM"])
async def test_a_state_posts_for_itself_alone(needs_desk: Desk, state: str) -> None:
    before = await needs_desk.counts()
    answer = await needs_desk.post(actor=needs_desk.service.forge.as_recipient(state))
    assert (answer.status_code, answer.json()["code"], answer.json()["lead"]) == (403, "forbidden", "BFA")
    assert await needs_desk.counts() == before


async def test_a_donor_posts_no_need(needs_desk: Desk) -> None:
    answer = await needs_desk.post(actor=needs_desk.service.forge.as_donor())
    assert (answer.status_code, (await needs_desk.counts())["needs"]) == (403, 0)


async def test_another_state_is_told_that_a_draft_is_not_there(needs_desk: Desk) -> None:
    draft, other = await needs_desk.posted(), needs_desk.service.forge.as_recipient("KEN")
    for answer in (
        await needs_desk.read(draft, other),
        await needs_desk.read(draft, other, "/history"),
        await needs_desk.act(draft, "open", {"consent": True}, actor=other),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_another_state_reads_a_public_need_and_may_not_change_it(needs_desk: Desk) -> None:
    need, other = await needs_desk.opened(), needs_desk.service.forge.as_recipient("KEN")
    assert (await needs_desk.read(need, other)).status_code == 200
    answer = await needs_desk.act(need, "withdraw", {"reason": "not ours"}, actor=other)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await needs_desk.read(need)).json() == need


async def test_the_contact_is_shown_to_the_state_and_to_coordinators_alone(needs_desk: Desk) -> None:
    need, forge = await needs_desk.opened(), needs_desk.service.forge
    readers = {
        "BFA": forge.as_recipient("BFA"),
        "KEN": forge.as_recipient("KEN"),
        "donor": forge.as_donor(),
        "coordinator": forge.as_coordinator(),
        "observer": forge.as_observer(),
    }
    contacts = {name: (await needs_desk.read(need, reader)).json()["contact"] for name, reader in readers.items()}
    assert {name for name, contact in contacts.items() if contact is not None} == {"BFA", "coordinator"}


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("coordinators", {"BFA", "coordinator"}),
        ("donors", {"BFA", "coordinator", "donor"}),
        ("public", {"BFA", "coordinator", "donor", "KEN", "observer"}),
    ],
)
async def test_sites_and_stock_figures_are_shown_as_widely_as_the_state_chose(
    needs_desk: Desk, visibility: str, readers: set[str]
) -> None:
    sensitive = {"sites": ["Camp Secret"], "stock_figures": "48 211 armes", "visibility": visibility}
    need, forge = await needs_desk.opened(sensitive=sensitive), needs_desk.service.forge
    asked = {
        "BFA": forge.as_recipient("BFA"),
        "KEN": forge.as_recipient("KEN"),
        "donor": forge.as_donor(),
        "coordinator": forge.as_coordinator(),
        "observer": forge.as_observer(),
    }
    answers = {name: await needs_desk.read(need, reader) for name, reader in asked.items()}
    assert {name for name, answer in answers.items() if answer.json()["sensitive"] is not None} == readers
    assert {name for name, answer in answers.items() if "48 211" in answer.text} == readers
