"""What the matcher forgets by itself, by the database's time: old words, idle pseudonyms, inputs of old rounds."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
import pytest_asyncio

from matcher.adapters.decisions.queries import whole_log
from matcher.adapters.personal.retention import Kept, forget
from shared.decision_log.lines import line_of
from shared.decision_log.verification import Verified, verify
from shared.identity.actor import Actor, Role
from tests.support.match_desk import MatchDesk, match_desk_in
from tests.support.person_in_matcher import Traced, leave_traces

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

YEAR: Final = timedelta(days=365)
KEPT: Final = Kept(words=YEAR, pseudonyms=YEAR, round_inputs=YEAR)
AGO: Final = "now() - interval '366 days'"
NOTHING: Final = dict.fromkeys(
    ("messages", "reasons", "interests", "history", "decision_texts", "pseudonyms", "round_inputs"), 0
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(databases: "Databases") -> AsyncIterator[MatchDesk]:
    async with match_desk_in(databases) as desk:
        yield desk


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def traced(desk: MatchDesk) -> Traced:
    """Two matches that ended just now, by the database's time, a round that runs, and pseudonyms in use."""
    traced = await leave_traces(desk)
    await desk.matcher.service.rows("UPDATE matches SET stage_since = now()")
    return traced


async def forgets(desk: MatchDesk) -> Mapping[str, int]:
    """Forget what is a year old; return the kinds of which there was something."""
    async with desk.matcher.service.database.sessions() as session, session.begin():
        found = await forget(session, KEPT)
    assert found.keys() == NOTHING.keys()
    return {name: count for name, count in found.items() if count}


async def verified(desk: MatchDesk) -> Verified:
    log = whole_log(desk.matcher.service.database.sessions, Actor("c", Role.COORDINATOR))
    return verify([line_of(entry) async for entry in log])


async def test_words_go_when_their_match_has_been_over_for_long_and_all_else_stays(
    desk: MatchDesk, traced: Traced
) -> None:
    assert await forgets(desk) == {}
    rows, whole = desk.matcher.service.rows, await verified(desk)
    await rows(f"UPDATE matches SET stage_since = {AGO}")  # noqa: S608 (a constant)
    assert await forgets(desk) == {"messages": 1, "reasons": 1, "interests": 1, "history": 3, "decision_texts": 3}
    assert await forgets(desk) == {}
    declined = await desk.read(traced.declined["id"])
    assert declined["reason"]["code"] == "other"
    assert declined["reason"]["text"] is None
    [message] = (await desk.ask("GET", f"/v1/matches/{traced.evaluated['id']}/messages")).json()["items"]
    assert (message["number"], message["body"]) == (1, "[erased]")
    evaluated = await desk.read(traced.evaluated["id"])
    assert "Jane" in evaluated["evaluation"]["lessons"]
    after = await verified(desk)
    assert (after.head, after.texts, after.texts_absent) == (whole.head, 0, whole.texts)


async def test_words_on_a_match_that_goes_on_stay_however_old(desk: MatchDesk, traced: Traced) -> None:
    pair = await desk.pair()
    match = await desk.proposed(pair)
    said = await desk.ask("POST", f"/v1/matches/{match['id']}/messages", {"language": "en", "body": "Still here."})
    assert said.is_success
    at_once = f"UPDATE matches SET stage_since = {AGO} WHERE id = '{match['id']}'"  # noqa: S608 (a constant and an id)
    await desk.matcher.service.rows(at_once)
    assert traced.evaluated["id"] != match["id"]
    assert "messages" not in await forgets(desk)
    [message] = (await desk.ask("GET", f"/v1/matches/{match['id']}/messages")).json()["items"]
    assert message["body"] == "Still here."


@pytest.mark.usefixtures("traced")
async def test_a_pseudonym_goes_when_its_account_has_decided_nothing_for_long(desk: MatchDesk) -> None:
    rows = desk.matcher.service.rows
    await rows(f"UPDATE pseudonyms SET used_at = {AGO}")  # noqa: S608 (a constant)
    await desk.proposed(await desk.pair())
    [idle] = await rows("SELECT count(*) FROM pseudonyms WHERE subject <> 'coordinator'")
    assert await forgets(desk) == {"pseudonyms": idle["count"]}
    assert [row["subject"] for row in await rows("SELECT subject FROM pseudonyms")] == ["coordinator"]


async def test_inputs_go_when_the_round_ended_long_ago_and_no_match_from_it_goes_on(
    desk: MatchDesk, traced: Traced
) -> None:
    rows, of_round = desk.matcher.service.rows, {"it": traced.round_id}
    ending = "UPDATE rounds SET status = 'cancelled', finished_at = {} WHERE id = :it"
    await rows(ending.format("now()"), **of_round)
    assert "round_inputs" not in await forgets(desk)
    await rows(ending.format(AGO), **of_round)
    match = await desk.proposed(await desk.pair())
    adopted = "UPDATE matches SET origin_kind = 'round', round_id = :it WHERE id = CAST(:match AS uuid)"
    await rows(adopted, match=match["id"], **of_round)
    assert "round_inputs" not in await forgets(desk)
    await desk.done(match, "reject", {"reason_code": "other"})
    assert await forgets(desk) == {"round_inputs": 1}
