"""Watching a round: its progress as server-sent events, complete, in order, and resumable from any event."""

from typing import Any
from uuid import UUID

import pytest

from matcher.api import round_stream
from tests.support.round_desk import RoundDesk, endless, scarce
from tests.support.running_matcher import RunningMatcher

Event = dict[str, str]


@pytest.fixture
async def desk(matcher: RunningMatcher) -> RoundDesk:
    await matcher.take_in(*scarce())
    return RoundDesk(matcher)


def parsed(text: str) -> list[Event]:
    """Return the events of a stream, each with its fields."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]


async def stream(desk: RoundDesk, round_id: UUID | str, after: str | None = None) -> Any:
    headers = {} if after is None else {"Last-Event-ID": after}
    return await desk.ask("GET", f"/v1/rounds/{round_id}/events", headers=headers)


async def test_a_stream_tells_of_a_round_from_its_start_to_its_end(desk: RoundDesk) -> None:
    ran = await desk.ran()
    answer = await stream(desk, ran["id"])
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    events = parsed(answer.text)
    assert [event["id"] for event in events] == [str(number) for number in range(1, len(events) + 1)]
    assert [event["event"] for event in events][:2] == ["started", "progress"]
    assert (events[-1]["event"], events[-1]["data"]) == ("ended", '{"status": "done"}')
    assert all('"stage"' in event["data"] for event in events if event["event"] == "progress")


async def test_a_reader_that_comes_back_is_told_what_it_missed_and_nothing_twice(desk: RoundDesk) -> None:
    ran = await desk.ran()
    whole = parsed((await stream(desk, ran["id"])).text)
    for last in range(1, len(whole)):
        assert parsed((await stream(desk, ran["id"], str(last))).text) == whole[last:]
    assert (await stream(desk, ran["id"], str(len(whole)))).status_code == 204


async def test_a_stream_follows_a_round_that_runs_and_ends_with_it(desk: RoundDesk) -> None:
    round_id = await desk.asked_for()
    async with desk.at_work(endless):
        await desk.comes_to(round_id, "running")
        await desk.ask("POST", f"/v1/rounds/{round_id}/cancel")
        events = parsed((await stream(desk, round_id)).text)
    assert (events[0]["event"], events[-1]["data"]) == ("started", '{"status": "cancelled"}')


async def test_an_idle_stream_is_kept_alive_by_comments_and_ends_by_itself_after_a_while(
    desk: RoundDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_stream, "STREAM_SECONDS", 0.4)
    monkeypatch.setattr(round_stream, "PING_SECONDS", 0.1)
    answer = await stream(desk, await desk.asked_for())
    assert (answer.status_code, parsed(answer.text)) == (200, [])
    assert answer.text.startswith(": ping")


async def test_a_stream_is_whole_however_few_events_are_read_at_a_time(
    desk: RoundDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = await desk.ran()
    whole = (await stream(desk, ran["id"])).text
    monkeypatch.setattr(round_stream, "AT_A_TIME", 1)
    assert (await stream(desk, ran["id"])).text == whole


async def test_an_id_that_no_event_has_is_refused(desk: RoundDesk) -> None:
    answer = await stream(desk, await desk.asked_for(), "yesterday")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "Last-Event-ID")
