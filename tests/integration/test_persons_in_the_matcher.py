"""A person is found in every place of the matcher, taken out of every one, and nothing else of Accord is harmed."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest
import pytest_asyncio

from matcher.adapters.decisions.queries import whole_log
from matcher.adapters.personal import HOLDINGS
from matcher.domain.decisions.replaying import replay
from shared.decision_log.entry import Entry
from shared.decision_log.lines import line_of
from shared.decision_log.verification import Verified, verify
from shared.identity.actor import Actor, Role
from shared.personal.holdings import Held
from tests.support.match_desk import MatchDesk, match_desk_in
from tests.support.person_in_matcher import (
    ACCOUNT,
    TELLING,
    Traced,
    erase_jane,
    held_about_jane,
    leave_traces,
    named_pair,
    signed_in,
    traces_in,
)

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

COORDINATOR: Final = Actor("c", Role.COORDINATOR)
WITHOUT_HER: Final = "Ask [erased], [erased], [erased], before noon."
AS_THEY_STAND: Final = "SELECT id, version, status, stage_since, deadline FROM matches ORDER BY id"
MOVED: Final = "SELECT need_id AS id, change_number FROM needs UNION ALL SELECT offer_id, change_number FROM offers"


@dataclass(frozen=True)
class Erasing:
    """What there was before Jane was erased, what the first and the second time changed, and what was left of her."""

    traced: Traced
    held: Sequence[Held]
    traces: Any
    stood: Any
    numbered: dict[Any, int]
    logged: Verified
    first: dict[str, int]
    second: dict[str, int]
    left: Any
    left_held: Sequence[Held]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(databases: "Databases") -> AsyncIterator[MatchDesk]:
    async with match_desk_in(databases) as desk:
        yield desk


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def erasing(desk: MatchDesk) -> Erasing:
    traced = await leave_traces(desk)
    return Erasing(
        traced=traced,
        held=await held_about_jane(desk),
        traces=await traces_in(desk),
        stood=await desk.matcher.service.rows(AS_THEY_STAND),
        numbered=await change_numbers(desk),
        logged=verified(await log_of(desk)),
        first=await erase_jane(desk),
        second=await erase_jane(desk),
        left=await traces_in(desk),
        left_held=await held_about_jane(desk),
    )


async def log_of(desk: MatchDesk) -> list[Entry]:
    return [entry async for entry in whole_log(desk.matcher.service.database.sessions, COORDINATOR)]


async def change_numbers(desk: MatchDesk) -> dict[Any, int]:
    return {row["id"]: row["change_number"] for row in await desk.matcher.service.rows(MOVED)}


def verified(entries: Sequence[Entry]) -> Verified:
    return verify([line_of(entry) for entry in entries])


async def test_she_is_found_in_every_place_with_what_is_hers_and_no_more(erasing: Erasing) -> None:
    assert {held.place for held in erasing.held} == {holding.place for holding in HOLDINGS}
    [of_inputs] = [held for held in erasing.held if held.place == "matcher.round_inputs"]
    assert all(name.startswith("content/") for name in of_inputs.content)
    evaluated = next(held for held in erasing.held if held.record == erasing.traced.evaluated["id"])
    assert {"proposed_by", "endorsed_by", "acceptances/0/by", "plan/milestones/0/title"} <= evaluated.content.keys()
    assert {"deliveries/0/note", "evaluation/by", "evaluation/lessons"} <= evaluated.content.keys()


async def test_every_column_that_is_looked_through_had_her_in_it(erasing: Erasing) -> None:
    columns = {(held.place, name.partition("/")[0]) for held in erasing.held for name in held.content}
    nobody = {(place, column) for place, column in looked_through() if (place, column) not in columns}
    assert nobody == {("matcher.dead_letters", "error")}


def looked_through() -> set[tuple[str, str]]:
    return {(each.place, column.partition(".")[2]) for each in HOLDINGS for column in each.covered()}


async def test_not_one_byte_of_her_is_left_in_any_table(erasing: Erasing) -> None:
    assert erasing.traces.keys() == {each.table.name for each in HOLDINGS}
    assert erasing.first.keys() == {each.place for each in HOLDINGS}
    assert (erasing.left, erasing.left_held) == ({}, [])


async def test_erasing_her_again_changes_nothing(erasing: Erasing) -> None:
    assert erasing.second == {}


async def test_matches_stand_as_they_stood_and_the_log_says_the_same(desk: MatchDesk, erasing: Erasing) -> None:
    assert await desk.matcher.service.rows(AS_THEY_STAND) == erasing.stood
    logged = replay(await log_of(desk))
    assert {(each.match_id, each.version, each.status) for each in logged.values()} == {
        (row["id"], row["version"], row["status"]) for row in erasing.stood
    }


async def test_the_log_verifies_and_counts_the_texts_that_are_gone(desk: MatchDesk, erasing: Erasing) -> None:
    after = verified(await log_of(desk))
    assert (after.head, after.links_only) == (erasing.logged.head, 0)
    assert (erasing.logged.texts_absent, after.texts_absent) == (0, erasing.logged.texts)


async def test_what_was_said_stays_without_her(desk: MatchDesk, erasing: Erasing) -> None:
    match = await desk.read(erasing.traced.evaluated["id"])
    assert match["evaluation"]["lessons"] == WITHOUT_HER
    assert match["plan"]["milestones"][0]["title"] == WITHOUT_HER
    messages = (await desk.ask("GET", f"/v1/matches/{match['id']}/messages")).json()["items"]
    assert [(each["number"], each["body"]) for each in messages] == [(1, WITHOUT_HER)]
    assert (await desk.read(erasing.traced.declined["id"]))["reason"]["text"] == WITHOUT_HER


async def test_a_match_can_be_changed_at_the_version_it_was_read_at_before(desk: MatchDesk, erasing: Erasing) -> None:
    before = erasing.traced.declined
    again = await desk.tell(before, "dissolve", {"reason_code": "other"})
    assert (again.status_code, again.json()["code"]) == (409, "match-status")


async def test_engines_read_the_records_again_from_which_she_was_taken(desk: MatchDesk, erasing: Erasing) -> None:
    now = await change_numbers(desk)
    assert now.keys() == erasing.numbered.keys()
    assert all(now[each] > number for each, number in erasing.numbered.items())


async def test_the_round_is_computed_from_inputs_without_her(desk: MatchDesk, erasing: Erasing) -> None:
    round_view = (await desk.ask("GET", f"/v1/rounds/{erasing.traced.round_id}")).json()
    assert round_view["requested_by"].startswith("erased:")


async def test_an_account_that_comes_back_is_another_one(desk: MatchDesk, erasing: Erasing) -> None:
    assert await desk.matcher.service.rows("SELECT 1 FROM pseudonyms WHERE subject = :it", it=ACCOUNT) == []
    match = await desk.read(erasing.traced.declined["id"], signed_in(desk))
    assert TELLING not in str(match)
    pair = await desk.pair()
    proposed = await desk.ask("POST", "/v1/matches", pair.between, actor=signed_in(desk))
    assert proposed.status_code == 201
    assert len(await desk.matcher.service.rows("SELECT 1 FROM pseudonyms WHERE subject = :it", it=ACCOUNT)) == 1


@pytest.mark.usefixtures("erasing")
async def test_records_that_still_name_her_come_in_without_her(desk: MatchDesk) -> None:
    pair = await named_pair(desk)
    need = (await desk.ask("GET", f"/v1/needs/{pair.between['need_id']}/candidates")).json()
    assert need["items"]
    titles = await desk.matcher.service.rows("SELECT title FROM needs WHERE need_id = :id", id=pair.need.need_id)
    assert titles[0]["title"] == "Marking, by [erased]"
    assert {"needs", "offers", "candidates"}.isdisjoint(await traces_in(desk))
