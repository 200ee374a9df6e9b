"""Who reads what of the decision log, how it is exported, and what a reader of parts of it can still check."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from matcher.adapters.decisions.log import append
from matcher.domain.decisions.decision import Decision
from matcher.main import SERVICE, work
from shared.decision_log.checkpoint import read_published
from shared.decision_log.verification import BrokenLog, verify
from shared.events.offers import Donor
from shared.service.background import Periodic
from shared.service.process import lay_foundation
from tests.support.kept_matches import Row, keep, match_row
from tests.support.logged_decisions import AT, decision, facts, match_id
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

LOG = "/v1/decisions"
GERMANY = Donor(organisation="deu", name="Germany", kind="state")
PUBLIC, HIDDEN_NEED, HIDDEN_OFFER, HIDDEN_FUNDER, GERMAN = 1, 2, 3, 4, 5


BETWEEN = {PUBLIC: (1, 1), HIDDEN_NEED: (2, 1), HIDDEN_OFFER: (1, 2), HIDDEN_FUNDER: (1, 4), GERMAN: (3, 3)}
"""The need and the offer of each match; the funder's offer of the one is the hidden one."""
OF_GERMANY = {"states": ("KEN",), "donors": ("deu",)}


def about(number: int, **changes: Any) -> Decision:
    need, offer = BETWEEN[number]
    stated = facts(need_id(need), offer_id(offer))
    return decision(number, facts=stated, at=AT + timedelta(days=number), **changes)


def kept(number: int, **changes: Any) -> Row:
    return match_row(*BETWEEN[number], id=match_id(number), **{"status": "confirmed"} | changes)


DECISIONS = (
    about(PUBLIC, reason_code="fits", reason_text="Both sides are ready"),
    about(HIDDEN_NEED, reason_code="fits", reason_text="Not for everybody"),
    about(HIDDEN_OFFER, action="reject"),
    about(HIDDEN_FUNDER),
    about(GERMAN),
)
MATCHES = (
    kept(PUBLIC, status="rejected", reason_code="other"),
    kept(HIDDEN_NEED),
    kept(HIDDEN_OFFER),
    kept(HIDDEN_FUNDER, funder_offer_id=offer_id(2)),
    kept(GERMAN, status="reserved", **OF_GERMANY),
)
READS: dict[str, set[int]] = {
    "a coordinator": {PUBLIC, HIDDEN_NEED, HIDDEN_OFFER, HIDDEN_FUNDER, GERMAN},
    "a regional coordinator": {PUBLIC, HIDDEN_NEED, HIDDEN_OFFER, HIDDEN_FUNDER, GERMAN},
    "an observer": {PUBLIC},
    "its State": {PUBLIC, HIDDEN_NEED, HIDDEN_OFFER, HIDDEN_FUNDER},
    "another State": {GERMAN},
    "the EU": {PUBLIC, HIDDEN_NEED, HIDDEN_OFFER, HIDDEN_FUNDER},
    "Germany": {GERMAN},
    "a third State": set(),
}
SEES_LINKS_OF_ALL = {"a coordinator", "a regional coordinator", "an observer"}


@pytest.fixture
async def logged(matcher: RunningMatcher) -> RunningMatcher:
    """Five decisions: on public records, on a hidden need, on a hidden offer, on a hidden funder, and on Germany's."""
    await matcher.take_in(
        need_state(1),
        need_state(2, visibility="donors"),
        need_state(3, states=("KEN",)),
        offer_state(1),
        offer_state(2, visibility="recipients"),
        offer_state(3, donor=GERMANY),
        offer_state(4),
    )
    await keep(matcher.service, *MATCHES)
    async with matcher.service.database.sessions() as session, session.begin():
        await append(session, DECISIONS)
    return matcher


def reader(matcher: RunningMatcher, who: str) -> Headers:
    forge = matcher.service.forge
    return {
        "a coordinator": forge.as_coordinator(),
        "a regional coordinator": forge.as_coordinator("caricom"),
        "an observer": forge.as_observer(),
        "its State": forge.as_recipient("BFA"),
        "another State": forge.as_recipient("KEN"),
        "a third State": forge.as_recipient("GHA"),
        "the EU": forge.as_donor("eu"),
        "Germany": forge.as_donor("deu"),
    }[who]


async def asked(matcher: RunningMatcher, who: str, path: str = "", **query: Any) -> httpx.Response:
    return await matcher.service.ask("GET", LOG + path, reader(matcher, who), params=query)


async def items(matcher: RunningMatcher, who: str, **query: Any) -> list[dict[str, Any]]:
    answer = await asked(matcher, who, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def numbers(entries: Sequence[dict[str, Any]]) -> set[int]:
    """Return which of the decisions can be read whole."""
    by_match = {str(match_id(number)): number for number in range(1, 6)}
    contents = [entry["content"] for entry in entries if entry["content"]]
    return {by_match[content["match_id"]] for content in contents if "match_id" in content}


async def test_each_reader_reads_what_concerns_it_and_auditors_the_links_of_all(logged: RunningMatcher) -> None:
    found = {who: await items(logged, who) for who in READS}
    assert {who: numbers(entries) for who, entries in found.items()} == READS
    for who, entries in found.items():
        expected = 1 + len(DECISIONS) if who in SEES_LINKS_OF_ALL else len(READS[who])
        assert len(entries) == expected, who


async def test_of_what_an_observer_may_not_know_it_reads_no_word(logged: RunningMatcher) -> None:
    hidden = (await items(logged, "an observer"))[HIDDEN_NEED]
    assert (hidden["action"], hidden["content"], hidden["reason_text"]) == ("endorse", None, None)
    export = (await asked(logged, "an observer", "/export")).text
    assert "Not for everybody" not in export
    assert str(need_id(2)) not in export
    assert str(match_id(HIDDEN_NEED)) not in export


async def test_an_observer_reads_why_a_public_match_was_refused_and_not_who_is_being_considered(
    logged: RunningMatcher,
) -> None:
    assert len(await items(logged, "an observer", match_id=str(match_id(PUBLIC)))) == 1
    assert await items(logged, "an observer", match_id=str(match_id(GERMAN))) == []


async def test_asking_for_one_match_does_not_tell_an_observer_which_links_are_about_it(logged: RunningMatcher) -> None:
    assert await items(logged, "an observer", match_id=str(match_id(HIDDEN_NEED))) == []
    assert len(await items(logged, "an observer", match_id=str(match_id(PUBLIC)))) == 1
    assert len(await items(logged, "a coordinator", match_id=str(match_id(HIDDEN_NEED)))) == 1


async def test_the_list_is_narrowed_by_action_and_time_and_read_in_pages(logged: RunningMatcher) -> None:
    assert numbers(await items(logged, "a coordinator", action="reject")) == {HIDDEN_OFFER}
    since, until = AT + timedelta(days=2), AT + timedelta(days=4)
    narrowed = {"from": since.isoformat(), "until": until.isoformat()}
    assert numbers(await items(logged, "a coordinator", **narrowed)) == {HIDDEN_NEED, HIDDEN_OFFER}
    first = (await asked(logged, "a coordinator", limit=4)).json()
    rest = (await asked(logged, "a coordinator", limit=4, cursor=first["next"])).json()
    assert [each["number"] for each in [*first["items"], *rest["items"]]] == [1, 2, 3, 4, 5, 6]
    assert rest["next"] is None


async def test_an_export_is_verified_against_the_checkpoint(logged: RunningMatcher) -> None:
    checkpoint = read_published((await asked(logged, "Germany", "/checkpoint")).text)
    for who in sorted(SEES_LINKS_OF_ALL):
        answer = await asked(logged, who, "/export")
        assert answer.headers["content-type"] == "application/jsonl"
        found = verify(answer.text.splitlines(), [checkpoint])
        assert (found.head.number, found.met) == (1 + len(DECISIONS), [checkpoint])
        assert found.links_only == len(DECISIONS) - len(READS[who])


async def test_the_worker_publishes_how_far_the_log_has_come(logged: RunningMatcher) -> None:
    laid = lay_foundation(SERVICE, logged.service.app.state.settings)
    foundation = replace(laid, clock=logged.service.clock, database=logged.service.database)
    [part] = [each for each in work(foundation) if isinstance(each, Periodic) and "checkpoint" in each._name]
    await part._round()
    [row] = await logged.service.rows("SELECT payload FROM outbox WHERE topic = 'accord.checkpoints.v1'")
    lines = (await asked(logged, "an observer", "/export")).text.splitlines()
    assert verify(lines, [read_published(row["payload"])]).met[0].number == 6


async def test_a_withheld_entry_cannot_be_changed_unseen(logged: RunningMatcher) -> None:
    lines = (await asked(logged, "an observer", "/export")).text.splitlines()
    lines[HIDDEN_OFFER] = lines[HIDDEN_OFFER].replace('"reject"', '"endorse"')
    with pytest.raises(BrokenLog, match=r"^entry 4: its hash"):
        verify(lines)


async def test_an_export_that_reaches_over_many_pages_is_whole(
    logged: RunningMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.adapters.decisions.queries.AT_A_TIME", 2)
    answer = await asked(logged, "a coordinator", "/export")
    assert verify(answer.text.splitlines()).head.number == 6


async def test_only_coordinators_and_observers_export(matcher: RunningMatcher) -> None:
    for who in ("its State", "the EU"):
        assert (await asked(matcher, who, "/export")).status_code == 403
        assert (await asked(matcher, who, "/checkpoint")).status_code == 200


async def test_a_filter_that_cannot_be_read_is_named(matcher: RunningMatcher) -> None:
    wrong = {"match_id": "x", "from": "yesterday", "until": "2026-01-01T00:00:00", "cursor": "x"}
    for name, value in wrong.items():
        answer = await asked(matcher, "an observer", **{name: value})
        assert answer.status_code in {400, 422}, name
        assert name in answer.text
