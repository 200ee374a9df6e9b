"""Taking a plan over: pairs become matches once, never with more than remains today, and their parties read them."""

import asyncio
from typing import Any

import pytest

from tests.support.published_states import need_state
from tests.support.round_desk import Document, RoundDesk, asking, giving, scarce
from tests.support.running_matcher import RunningMatcher


@pytest.fixture
async def desk(matcher: RunningMatcher) -> RoundDesk:
    await matcher.take_in(*scarce())
    return RoundDesk(matcher)


async def adopted(desk: RoundDesk, ran: Document, **document: Any) -> Any:
    return await desk.ask("POST", f"/v1/rounds/{ran['id']}/adopt", document)


async def matches(desk: RoundDesk, **request: Any) -> list[Document]:
    answer = await desk.ask("GET", "/v1/matches", **request)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def pairs_of(ran: Document) -> list[Document]:
    names = ("component_id", "line_id")
    return [{name: each[name] for name in names} for each in ran["outcome"]["plan"]["allocations"]]


def quantities(items: list[Document]) -> dict[tuple[str, str], float]:
    return {(line["component_id"], line["line_id"]): line["quantity"] for match in items for line in match["lines"]}


async def test_a_plan_becomes_proposals_with_its_quantities_and_adopted_twice_proposes_nothing_twice(
    desk: RoundDesk,
) -> None:
    ran = await desk.ran()
    plan = ran["outcome"]["plan"]["allocations"]
    first, second = [await adopted(desk, ran, all=True) for _ in range(2)]
    assert (first.status_code, second.status_code) == (200, 200), first.text
    assert first.json() == second.json()
    kept = await matches(desk)
    assert quantities(kept) == {(each["component_id"], each["line_id"]): each["quantity"] for each in plan}
    one = (await desk.ask("GET", f"/v1/matches/{kept[0]['id']}")).json()
    assert sum(reason["contribution"] for reason in one["explanation"]) == one["judgement"]["score"]
    assert one["origin"]["round_digest"] == ran["outcome"]["digest"]


async def test_a_plan_that_two_adopt_at_once_is_proposed_once(desk: RoundDesk) -> None:
    ran = await desk.ran()
    answers = await asyncio.gather(*(adopted(desk, ran, all=True) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)


async def test_pairs_are_adopted_one_by_one_and_a_later_one_joins_its_proposal(desk: RoundDesk) -> None:
    ran = await desk.ran()
    pairs = pairs_of(ran)
    for pair in pairs:
        answer = await adopted(desk, ran, pairs=[pair])
        assert answer.status_code == 200, answer.text
    kept = await matches(desk)
    assert len(quantities(kept)) == len(pairs)
    assert len({(each["need"]["id"], each["offer"]["id"]) for each in kept}) == len(kept)


async def test_a_pair_that_is_not_in_the_plan_is_refused_by_its_place(desk: RoundDesk) -> None:
    ran = await desk.ran()
    stranger = {"component_id": ran["id"], "line_id": ran["id"]}
    answer = await adopted(desk, ran, pairs=[pairs_of(ran)[0], stranger])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/pairs/1")
    other = await adopted(desk, ran, all=True, plan="alternative-3")
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (422, "/plan")
    assert (await adopted(desk, ran)).status_code == 422
    assert await matches(desk) == []


async def test_a_stale_round_is_adopted_only_by_who_accepts_that(desk: RoundDesk) -> None:
    ran = await desk.ran()
    await desk.matcher.take_in(giving(1, 60, 2))
    refused = await adopted(desk, ran, all=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "round-stale")
    assert "O-001" in refused.json()["detail"]
    assert await matches(desk) == []
    assert (await adopted(desk, ran, all=True, accept_stale=True)).status_code == 200


async def test_no_more_is_proposed_than_what_remains_today(desk: RoundDesk) -> None:
    ran = await desk.ran()
    await desk.matcher.take_in(giving(1, 1, 2))
    answer = await adopted(desk, ran, all=True, accept_stale=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairs-no-longer-hold")
    codes = {each["code"] for each in answer.json()["refused"]}
    assert codes <= {"more_than_remains", "exhausted"}
    assert all(each["sentence"].endswith(".") for each in answer.json()["refused"])
    assert await matches(desk) == []
    partial = (await adopted(desk, ran, all=True, accept_stale=True, partial=True)).json()
    lines = {each["line_id"] for each in partial["refused"]}
    assert lines == {str(giving(1, 1).lines[0].line_id)}
    assert quantities(await matches(desk)).keys().isdisjoint({(each, line) for each in lines for line in lines})


async def test_a_need_that_was_closed_since_is_refused_by_the_condition_it_fails(desk: RoundDesk) -> None:
    ran = await desk.ran()
    await desk.matcher.take_in(asking(1, 4, 2, status="closed"))
    answer = await adopted(desk, ran, all=True, accept_stale=True)
    refused = answer.json()["refused"]
    assert {(each["code"], each["need_id"]) for each in refused} == {("not_open", str(asking(1, 4).need_id))}


async def test_what_one_round_proposed_another_does_not_propose_again(desk: RoundDesk) -> None:
    first, second = await desk.ran(), await desk.ran()
    assert (await adopted(desk, first, all=True)).status_code == 200
    before = await matches(desk)
    answer = await adopted(desk, second, all=True, partial=True)
    assert answer.json()["matches"] == []
    assert {each["code"] for each in answer.json()["refused"]} == {"already_proposed"}
    assert await matches(desk) == before


async def test_proposals_count_against_what_others_may_be_promised(desk: RoundDesk) -> None:
    """A second round, of a need that came later, plans the same machines: they are promised already."""
    ran = await desk.ran()
    assert (await adopted(desk, ran, all=True)).status_code == 200
    await desk.matcher.take_in(asking(4, 4, priority=5))
    later = await desk.ran(scope={"needs": [str(asking(4, 4).need_id)]})
    answer = await adopted(desk, later, all=True, partial=True)
    assert answer.json()["matches"] == []
    assert {each["code"] for each in answer.json()["refused"]} <= {"more_than_remains", "exhausted"}


async def test_all_or_nothing_needs_are_proposed_whole(desk: RoundDesk) -> None:
    components = (*asking(5, 2).components, *asking(6, 2).components)
    await desk.matcher.take_in(need_state(5, components=components, all_or_nothing=True))
    ran = await desk.ran(scope={"needs": [str(asking(5, 2).need_id)]})
    assert len(pairs_of(ran)) >= 2, ran
    torn = await adopted(desk, ran, pairs=pairs_of(ran)[:1])
    assert [each["code"] for each in torn.json()["refused"]] == ["only_together"]
    assert (await adopted(desk, ran, all=True)).status_code == 200


async def test_a_proposal_is_read_by_its_parties_and_coordinators_and_is_not_there_for_others(desk: RoundDesk) -> None:
    ran = await desk.ran()
    await adopted(desk, ran, all=True)
    forge = desk.matcher.service.forge
    [one, *_] = await matches(desk)
    seen = {}
    for who, actor in {
        "its State": forge.as_recipient("BFA"),
        "another State": forge.as_recipient("KEN"),
        "its donor": forge.as_donor("eu"),
        "another donor": forge.as_donor("deu"),
        "an observer": forge.as_observer(),
    }.items():
        answer = await desk.ask("GET", f"/v1/matches/{one['id']}", actor=actor)
        seen[who] = (answer.status_code, len(await matches(desk, actor=actor)))
        assert answer.status_code == 404 or answer.json()["origin"] is None
    everything = len(await matches(desk))
    nothing = (404, 0)
    assert seen == {
        "its State": (200, everything),
        "another State": nothing,
        "its donor": (200, everything),
        "another donor": nothing,
        "an observer": nothing,
    }
