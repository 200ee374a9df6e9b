"""Messages on a match: numbered without gaps, for its parties and coordinators only, with read marks by side."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from shared.identity.actor import Role
from tests.support.kept_matches import keep, match_row
from tests.support.published_states import NOW, need_state, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVERY_TABLE = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
SECRET = "Please call Mrs Ouédraogo before noon."


@pytest_asyncio.fixture(loop_scope="module")
async def match_id(matcher: RunningMatcher) -> UUID:
    """A match that is reserved, between Burkina Faso and `eu`."""
    await matcher.take_in(need_state(), offer_state())
    [kept] = await keep(matcher.service, match_row(status="reserved"))
    return kept


def recipient(matcher: RunningMatcher, state: str = "BFA") -> Headers:
    return matcher.service.forge.as_recipient(state)


def donor(matcher: RunningMatcher, organisation: str = "eu") -> Headers:
    return matcher.service.forge.as_donor(organisation)


def coordinator(matcher: RunningMatcher, *regions: str) -> Headers:
    return matcher.service.forge.as_coordinator(*regions)


async def holds(matcher: RunningMatcher, table: str) -> bool:
    """Answer whether the secret stands anywhere in a table."""
    return bool(await matcher.service.rows(f"SELECT 1 FROM {table} AS it WHERE it::text LIKE '%draogo%'"))  # noqa: S608 - a name from the catalogue


async def send(matcher: RunningMatcher, match_id: UUID, actor: Headers, body: str = "Bonjour.", **request: Any) -> Any:
    document = {"language": request.pop("language", "fr"), "body": body}
    return await matcher.service.ask("POST", f"/v1/matches/{match_id}/messages", actor, document, **request)


async def dialogue(matcher: RunningMatcher, match_id: UUID, actor: Headers, **request: Any) -> Any:
    return await matcher.service.ask("GET", f"/v1/matches/{match_id}/messages", actor, **request)


async def mark(matcher: RunningMatcher, match_id: UUID, actor: Headers, up_to: int) -> Any:
    return await matcher.service.ask("POST", f"/v1/matches/{match_id}/messages/read", actor, {"up_to": up_to})


async def test_parties_and_coordinators_write_to_each_other_and_are_told_by_side_who_wrote(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    for actor in (recipient(matcher), donor(matcher), coordinator(matcher)):
        assert (await send(matcher, match_id, actor)).status_code == 201
    answer = await dialogue(matcher, match_id, donor(matcher))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(each["number"], each["side"], each["speaker"]) for each in told["items"]] == [
        (1, "recipient", "BFA"),
        (2, "donor", "eu"),
        (3, "coordinator", None),
    ]
    assert {(each["language"], each["body"]) for each in told["items"]} == {("fr", "Bonjour.")}
    assert "recipient-BFA" not in answer.text
    assert (told["reading_as"], told["unread"]) == ("donor", 2)


async def test_whoever_may_not_know_of_a_match_finds_no_dialogue_on_it(matcher: RunningMatcher, match_id: UUID) -> None:
    strangers = [recipient(matcher, "MLI"), donor(matcher, "jpn"), matcher.service.forge.as_observer()]
    for stranger in strangers:
        assert (await send(matcher, match_id, stranger)).status_code == 404
        assert (await dialogue(matcher, match_id, stranger)).status_code == 404
        assert (await mark(matcher, match_id, stranger, 0)).status_code == 404


async def test_whoever_may_know_of_a_match_without_being_a_side_of_it_is_told_so(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    await matcher.service.rows(
        "UPDATE matches SET status = 'confirmed', states = '{BFA,MLI}' WHERE id = :id", id=match_id
    )
    for onlooker in (recipient(matcher, "MLI"), matcher.service.forge.as_observer()):
        assert (await dialogue(matcher, match_id, onlooker)).status_code == 403
        assert (await send(matcher, match_id, onlooker)).status_code == 403
        assert (await mark(matcher, match_id, onlooker, 0)).status_code == 403


async def test_a_regional_coordinator_writes_within_its_regions_and_reads_elsewhere(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    elsewhere = coordinator(matcher, "caricom")
    assert (await send(matcher, match_id, elsewhere)).status_code == 403
    assert (await dialogue(matcher, match_id, elsewhere)).status_code == 200
    assert (await send(matcher, match_id, coordinator(matcher, "western_africa"))).status_code == 201


async def test_whoever_coordinates_the_group_that_asks_is_heard_as_the_recipient(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    await matcher.service.rows("""UPDATE matches SET "group" = 'ecowas' WHERE id = :id""", id=match_id)
    sent = await send(matcher, match_id, coordinator(matcher, "ecowas"))
    assert (sent.json()["side"], sent.json()["speaker"]) == ("recipient", "ecowas")
    assert (await send(matcher, match_id, recipient(matcher))).status_code == 403


async def test_messages_sent_at_once_are_numbered_without_gaps(matcher: RunningMatcher, match_id: UUID) -> None:
    actors = [recipient(matcher), donor(matcher), coordinator(matcher)] * 4
    answers = await asyncio.gather(*(send(matcher, match_id, actor) for actor in actors))
    assert sorted(answer.json()["number"] for answer in answers) == list(range(1, 13))
    [told] = await matcher.service.rows("SELECT version FROM matches")
    assert told["version"] == 1


async def test_a_message_sent_twice_with_one_key_is_sent_once_and_its_text_is_kept_in_one_place(
    matcher: RunningMatcher, match_id: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = await asyncio.gather(*(send(matcher, match_id, donor(matcher), SECRET, key="k") for _ in range(3)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert (await matcher.service.count("match_messages"))["match_messages"] == 1
    tables = await matcher.service.rows(EVERY_TABLE)
    holding = [row["name"] for row in tables if await holds(matcher, row["name"])]
    assert holding == ["match_messages"]
    refused = await send(matcher, match_id, donor(matcher), SECRET * 200)
    printed = capsys.readouterr()
    assert refused.status_code == 422
    assert all("draogo" not in said for said in (refused.text, answers[0].text, printed.out, printed.err))


@pytest.mark.parametrize(
    ("language", "body", "pointer"),
    [("de", "Hallo.", "/language"), ("fr", "  ", "/body"), ("fr", "x" * 4001, "/body"), ("fr", "a\x07b", "/body")],
    ids=["no UN language", "blank", "too long", "a control character"],
)
async def test_a_message_that_cannot_be_sent_is_refused_by_field(
    matcher: RunningMatcher, match_id: UUID, language: str, body: str, pointer: str
) -> None:
    answer = await send(matcher, match_id, donor(matcher), body, language=language)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await send(matcher, match_id, donor(matcher), "x" * 4000)).json()["number"] == 1


async def test_a_dialogue_closes_ninety_days_after_the_end_and_can_be_read_on(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    clock = matcher.service.clock
    ending = "UPDATE matches SET status = 'dissolved', reason_code = 'other' WHERE id = :id"
    await matcher.service.rows(ending, id=match_id)
    clock.now = NOW + timedelta(days=90)
    assert (await send(matcher, match_id, recipient(matcher))).status_code == 201
    clock.advance(seconds=1)
    refused = await send(matcher, match_id, recipient(matcher))
    assert (refused.status_code, refused.json()["code"]) == (409, "dialogue-closed")
    assert (await mark(matcher, match_id, donor(matcher), 1)).status_code == 200
    assert len((await dialogue(matcher, match_id, donor(matcher))).json()["items"]) == 1


async def test_a_read_mark_only_moves_forward_and_is_one_for_each_side(matcher: RunningMatcher, match_id: UUID) -> None:
    for _ in range(3):
        await send(matcher, match_id, recipient(matcher))
    assert (await mark(matcher, match_id, donor(matcher), 2)).json()["up_to"] == 2
    assert (await mark(matcher, match_id, donor(matcher), 1)).json()["up_to"] == 2
    beyond = await mark(matcher, match_id, donor(matcher), 4)
    assert (beyond.status_code, beyond.json()["errors"][0]["pointer"]) == (422, "/up_to")
    colleague = matcher.service.forge.headers(Role.DONOR, organisation="eu", sub="a colleague")
    shown = (await dialogue(matcher, match_id, colleague)).json()
    assert (shown["unread"], [(each["side"], each["up_to"]) for each in shown["read"]]) == (1, [("donor", 2)])
    assert (await dialogue(matcher, match_id, coordinator(matcher))).json()["unread"] == 3


async def test_a_long_dialogue_is_read_in_pages_oldest_first(matcher: RunningMatcher, match_id: UUID) -> None:
    for place in range(5):
        await send(matcher, match_id, recipient(matcher), f"{place}")
    first = (await dialogue(matcher, match_id, donor(matcher), params={"limit": 3})).json()
    rest = (await dialogue(matcher, match_id, donor(matcher), params={"cursor": first["next"]})).json()
    assert [each["body"] for each in first["items"] + rest["items"]] == list("01234")
    assert rest["next"] is None
