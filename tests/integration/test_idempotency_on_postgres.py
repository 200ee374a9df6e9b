"""A creating POST that is sent more than once, on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from shared.http.idempotency import Claim, digest_of
from shared.http.idempotency_store import KEPT_FOR, StoredResponse, purge_idempotency_keys, remember
from tests.support.http_service import client_of, service
from tests.support.note_service import NoteService, keys, note_service


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[NoteService]:
    async with note_service(database_url) as opened:
        yield opened


async def post(opened: NoteService, text: str, key: str | None = "k-1", subject: str = "fatou") -> httpx.Response:
    headers = {"subject": subject} | ({"Idempotency-Key": key} if key else {})
    async with client_of(service(opened.router())) as client:
        return await client.post("/notes", json={"text": text}, headers=headers)


async def test_a_repeated_request_is_answered_with_the_first_answer(opened: NoteService) -> None:
    first = await post(opened, "mark 5,000 rifles")
    again = await post(opened, "mark 5,000 rifles")
    assert (first.status_code, first.headers["etag"]) == (201, '"1"')
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert [again.headers[name] for name in ("location", "etag")] == [
        first.headers[name] for name in ("location", "etag")
    ]
    assert await opened.counts() == (1, 1)


async def test_only_the_repeated_answer_says_that_it_is_a_replay(opened: NoteService) -> None:
    first = await post(opened, "a")
    again = await post(opened, "a")
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"


async def test_without_a_key_nothing_is_remembered(opened: NoteService) -> None:
    assert (await post(opened, "a", key=None)).status_code == 201
    assert await opened.counts() == (1, 0)


async def test_a_key_with_another_body_is_refused_and_nothing_is_written(opened: NoteService) -> None:
    await post(opened, "a")
    refused = await post(opened, "b")
    assert refused.status_code == 422
    assert refused.json()["code"] == "idempotency-key-reused"
    assert refused.json()["errors"][0]["parameter"] == "Idempotency-Key"
    assert await opened.counts() == (1, 1)


async def test_the_same_key_of_another_actor_is_another_key(opened: NoteService) -> None:
    await post(opened, "a", subject="fatou")
    assert (await post(opened, "b", subject="goran")).status_code == 201
    assert await opened.counts() == (2, 2)


async def test_a_refused_creation_is_not_remembered(opened: NoteService) -> None:
    await post(opened, "a", key="k-1")
    refused = await post(opened, "a", key="k-2")
    assert (refused.status_code, refused.json()["code"]) == (409, "note-exists")
    assert await opened.counts() == (1, 1)


async def test_a_failure_before_the_commit_leaves_neither_record_nor_key(opened: NoteService) -> None:
    seen: list[None] = []

    async def fail_at_second_pause() -> None:
        seen.append(None)
        if len(seen) == 2:
            raise RuntimeError("the process died here")

    opened.pause = fail_at_second_pause
    assert (await post(opened, "a")).status_code == 500
    assert await opened.counts() == (0, 0)


async def test_two_first_requests_at_once_create_once_and_are_answered_alike(opened: NoteService) -> None:
    together = asyncio.Barrier(2)
    arrived: list[None] = []

    async def wait_for_each_other_once() -> None:
        arrived.append(None)
        if len(arrived) <= 2:
            await together.wait()

    opened.pause = wait_for_each_other_once
    answers = await asyncio.gather(post(opened, "a"), post(opened, "a"))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert sorted("idempotency-replayed" in answer.headers for answer in answers) == [False, True]
    assert await opened.counts() == (1, 1)


async def test_eight_first_requests_at_once_with_other_texts_create_once_and_refuse_the_rest(
    opened: NoteService,
) -> None:
    answers = await asyncio.gather(*(post(opened, f"text {number}") for number in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, *[422] * 7]
    assert await opened.counts() == (1, 1)


async def test_a_key_whose_first_request_takes_too_long_is_in_use(opened: NoteService) -> None:
    opened.wait_ms = 50
    claim = Claim("fatou", "POST /notes", "k-1", digest_of({"text": "a"}))
    async with opened.sessions() as first:
        await remember(first, keys, claim, StoredResponse(201, {"text": "a"}))
        refused = await post(opened, "a")
        await first.rollback()
    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency-key-in-use")
    assert await opened.counts() == (0, 0)


async def test_a_key_is_forgotten_after_its_day(opened: NoteService) -> None:
    await post(opened, "a", key="old")
    await post(opened, "b", key="young")
    await let_pass(opened, "old", timedelta(hours=24, seconds=1))
    await let_pass(opened, "young", timedelta(hours=23, minutes=59))
    assert await forget(opened) == 1
    assert await opened.counts() == (2, 1)
    assert timedelta(hours=24) == KEPT_FOR


async def test_a_process_whose_clock_is_days_ahead_forgets_no_key_before_its_day_is_over(opened: NoteService) -> None:
    await post(opened, "a")
    opened.clock.advance(days=3)
    assert await forget(opened) == 0
    await post(opened, "a")
    assert await opened.counts() == (1, 1)


async def let_pass(opened: NoteService, key: str, time: timedelta) -> None:
    """Have a key be so much older."""
    async with opened.sessions() as session, session.begin():
        await session.execute(update(keys).where(keys.c.key == key).values(created_at=keys.c.created_at - time))


async def forget(opened: NoteService) -> int:
    async with opened.sessions() as session, session.begin():
        return await purge_idempotency_keys(session, keys)
