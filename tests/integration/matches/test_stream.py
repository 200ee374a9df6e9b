"""The live stream: complete, in the order of commits, resumable from any event, and only what the reader may see."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from matcher.adapters.stream.forgetting import forget_events
from matcher.adapters.stream.reading import Position, position_of
from matcher.adapters.stream.telling import tell, tell_of_reminder
from matcher.adapters.stream.watching import StreamWatch
from matcher.api import stream as api
from matcher.domain.matches.life_cycle import Status
from tests.support.kept_matches import keep, match_row
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers, RunningService
from tests.support.stuck_reader import StuckReader
from tests.support.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")

Event = dict[str, str]

WAITING = """
SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""


class Told:
    """What of a match is told."""

    def __init__(self, match_id: UUID, version: int = 1, status: Status = "reserved") -> None:
        self.id, self.version, self.status = match_id, version, status


@pytest_asyncio.fixture(loop_scope="module")
async def match_id(matcher: RunningMatcher, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A match that is reserved, between Burkina Faso and `eu`; streams are short."""
    monkeypatch.setattr(api, "STREAM_SECONDS", 0.1)
    a_watch(matcher, every=0.02)
    await matcher.take_in(need_state(), offer_state())
    [kept] = await keep(matcher.service, match_row(status="reserved"))
    return kept


def a_watch(matcher: RunningMatcher, every: float) -> StreamWatch:
    """Have the matcher's readers share a watch that has not looked yet."""
    watch = StreamWatch(every)
    state = matcher.service.app.state
    state.parts = replace(state.parts, stream=watch)
    return watch


async def told_of(service: RunningService, match_id: UUID, *versions: int) -> None:
    for version in versions:
        async with service.database.sessions() as session, session.begin():
            await tell(session, Told(match_id, version), ["accepted"])


async def connection(matcher: RunningMatcher, actor: Headers, after: int | str | None) -> list[Event]:
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    answer = await matcher.service.ask("GET", "/v1/stream", actor, headers=headers)
    assert answer.status_code == 200, answer.text
    blocks = answer.text.replace("\r\n", "\n").split("\n\n")
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks if block and block[0] != ":"]


async def stream(
    matcher: RunningMatcher, actor: Headers, after: int | None = None, *, until: int | None = None
) -> list[Event]:
    """Read on, connecting again as often as the stream ends, until what has happened by now was told, or a number."""
    async with matcher.service.database.sessions() as session:
        until = until or (await position_of(session)).last
    begin, *told, end = await connection(matcher, actor, after)
    while int(end["id"]) < until:
        again, *more, end = await connection(matcher, actor, end["id"])
        assert again["event"] == "begin"
        told += more
    return [begin, *told, end]


def versions(events: Sequence[Event]) -> list[int]:
    return [json.loads(event["data"])["version"] for event in events if event["event"] == "match"]


async def test_a_reader_is_told_what_happens_from_now_on_until_its_stream_ends(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    await told_of(matcher.service, match_id, 1)
    watch = matcher.service.app.state.parts.stream
    reading = asyncio.create_task(stream(matcher, matcher.service.forge.as_donor(), until=3))
    await eventually(lambda: watch.looks > 0, what="the reader follows")
    await told_of(matcher.service, match_id, 2, 3)
    begin, *told, end = await reading
    assert (begin["event"], begin["id"], end["event"], end["id"]) == ("begin", "1", "end", "3")
    assert [(event["event"], event["id"]) for event in told] == [("match", "2"), ("match", "3")]
    assert json.loads(told[0]["data"]) == {
        "match_id": str(match_id),
        "version": 2,
        "status": "reserved",
        "happened": ["accepted"],
    }


async def test_a_reader_that_comes_back_anywhere_misses_nothing_and_hears_nothing_twice(
    matcher: RunningMatcher, match_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "AT_A_TIME", 2)
    await told_of(matcher.service, match_id, *range(1, 8))
    for after in range(8):
        assert versions(await stream(matcher, matcher.service.forge.as_recipient(), after)) == [*range(after + 1, 8)]


async def test_each_reader_is_told_only_what_it_may_see_when_it_is_sent(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    forge, service = matcher.service.forge, matcher.service
    await told_of(service, match_id, 1)
    document = {"language": "fr", "body": "Bonjour."}
    await service.ask("POST", f"/v1/matches/{match_id}/messages", forge.as_recipient(), document)
    async with service.database.sessions() as session, session.begin():
        await tell_of_reminder(session, "need", need_id(1), 2)
        await tell_of_reminder(session, "offer", offer_id(1), 2)
    readers = {
        "the State": forge.as_recipient(),
        "another State": forge.as_recipient("MLI"),
        "the donor": forge.as_donor(),
        "another donor": forge.as_donor("jpn"),
        "a coordinator": forge.as_coordinator(),
        "an observer": forge.as_observer(),
    }
    told = {who: [event["event"] for event in await stream(matcher, actor, 0)] for who, actor in readers.items()}
    assert {who: kinds[1:-1] for who, kinds in told.items()} == {
        "the State": ["match", "message", "need"],
        "another State": [],
        "the donor": ["match", "message", "offer"],
        "another donor": [],
        "a coordinator": ["match", "message", "need", "offer"],
        "an observer": [],
    }
    await service.rows("UPDATE matches SET status = 'confirmed'")
    assert [event["event"] for event in await stream(matcher, readers["an observer"], 0)][1:-1] == ["match"]


async def test_a_decision_and_a_reminder_are_told_with_what_caused_them(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    forge, service = matcher.service.forge, matcher.service
    body = {"reason_code": "no_longer_needed"}
    answer = await service.ask("POST", f"/v1/matches/{match_id}/decline", forge.as_recipient(), body, version=1)
    assert answer.status_code == 200, answer.text
    await matcher.take_in(need_state(1, 2), happened="reminded")
    told = [(event["event"], json.loads(event["data"])) for event in await stream(matcher, forge.as_recipient(), 0)]
    declined = {"match_id": str(match_id), "version": 2, "status": "declined", "happened": ["declined"]}
    reminded = {"need_id": str(need_id(1)), "version": 2, "happened": ["need.reminded"]}
    assert told[1:-1] == [("match", declined), ("need", reminded)]


async def test_numbers_are_in_the_order_of_commits_however_many_write(matcher: RunningMatcher, match_id: UUID) -> None:
    sessions = matcher.service.database.sessions
    async with sessions() as first:
        await tell(first, Told(match_id, 1), ["accepted"])
        second = asyncio.create_task(told_of(matcher.service, match_id, 2))
        await eventually(lambda: _is_waiting(matcher.service), what="the second writer waits for the first")
        async with sessions() as reader:
            assert await position_of(reader) == Position()
        await first.commit()
    await second
    assert versions(await stream(matcher, matcher.service.forge.as_donor(), 0)) == [1, 2]


async def test_many_who_write_at_once_leave_neither_gap_nor_double(matcher: RunningMatcher, match_id: UUID) -> None:
    await asyncio.gather(*(told_of(matcher.service, match_id, version) for version in range(1, 21)))
    events = (await stream(matcher, matcher.service.forge.as_donor(), 0))[1:-1]
    assert [int(event["id"]) for event in events] == list(range(1, 21))
    assert sorted(versions(events)) == list(range(1, 21))


async def test_a_writer_that_gives_up_leaves_no_trace(matcher: RunningMatcher, match_id: UUID) -> None:
    async with matcher.service.database.sessions() as session:
        await tell(session, Told(match_id, 1), ["accepted"])
    await told_of(matcher.service, match_id, 2)
    assert versions(await stream(matcher, matcher.service.forge.as_donor(), 0)) == [2]


async def test_an_id_from_before_what_is_kept_or_from_elsewhere_tells_the_reader_to_read_afresh(
    matcher: RunningMatcher, match_id: UUID
) -> None:
    service, donor = matcher.service, matcher.service.forge.as_donor()
    await told_of(service, match_id, 1, 2, 3)
    await service.rows("UPDATE stream_events SET at = now() - interval '8 days' WHERE number <= 2")
    async with service.database.sessions() as session, session.begin():
        await forget_events(session)
    assert (await service.count("stream_events"))["stream_events"] == 1
    for unknown in (1, 4):
        begin, *_ = events = await stream(matcher, donor, unknown)
        assert (begin["event"], begin["id"], versions(events)) == ("reset", "3", [])
    begin, *_ = events = await stream(matcher, donor, 2)
    assert (begin["event"], versions(events)) == ("begin", [3])


async def test_forgetting_everything_does_not_number_anew(matcher: RunningMatcher, match_id: UUID) -> None:
    await told_of(matcher.service, match_id, 1)
    async with matcher.service.database.sessions() as session, session.begin():
        await forget_events(session, timedelta(days=-1))
    await told_of(matcher.service, match_id, 2)
    assert [event["id"] for event in await stream(matcher, matcher.service.forge.as_donor(), 1)][1:-1] == ["2"]


async def test_an_id_that_no_event_has_is_refused(matcher: RunningMatcher) -> None:
    for wrong in ("yesterday", "-1", "1" * 19):
        headers = {"Last-Event-ID": wrong}
        answer = await matcher.service.ask("GET", "/v1/stream", matcher.service.forge.as_donor(), headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "Last-Event-ID")


async def test_readers_share_their_looks_at_the_database(
    matcher: RunningMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "STREAM_SECONDS", 0.5)
    watch = a_watch(matcher, every=0.2)
    donor, time = matcher.service.forge.as_donor(), asyncio.get_running_loop().time
    began = time()
    await asyncio.gather(*(stream(matcher, donor) for _ in range(20)))
    assert 1 <= watch.looks <= 1 + (time() - began) / watch.every


async def test_an_idle_stream_is_kept_alive_by_comments(
    matcher: RunningMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "STREAM_SECONDS", 0.2)
    monkeypatch.setattr(api, "PING_SECONDS", 0.05)
    answer = await matcher.service.ask("GET", "/v1/stream", matcher.service.forge.as_donor())
    assert ": ping" in answer.text


async def test_a_reader_that_does_not_read_is_dropped_and_nothing_is_kept_for_it(
    matcher: RunningMatcher, match_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "STREAM_SECONDS", 60.0)
    monkeypatch.setattr(api, "PATIENCE_SECONDS", 0.1)
    await told_of(matcher.service, match_id, *range(1, 6))
    reader = StuckReader("/v1/stream", matcher.service.forge.as_donor(), reads=3)
    await asyncio.wait_for(matcher.service.app(reader.scope, reader.receive, reader.send), 10)
    assert (reader.taken, reader.stuck) == (3, 1)


async def _is_waiting(service: RunningService) -> bool:
    return bool(await service.rows(WAITING))
