import asyncio
from collections.abc import AsyncGenerator

import httpx
from fastapi import APIRouter, FastAPI, Request

from shared.http.application import RequestLimits
from shared.http.bodies import BodyLimits
from tests.support.http_service import ask, service

SMALL = RequestLimits(BodyLimits(size_bytes=1000))


def reading_service(limits: RequestLimits = SMALL) -> FastAPI:
    router = APIRouter()

    @router.post("/json")
    async def post_json(body: dict[str, str]) -> int:
        return len(body["a"])

    @router.post("/raw")
    async def post_raw(request: Request) -> int:
        return len(await request.body())

    return service(router, limits=limits)


async def in_pieces(*pieces: bytes) -> AsyncGenerator[bytes]:
    for piece in pieces:
        yield piece


async def send(path: str, *pieces: bytes, content_type: str = "application/json") -> httpx.Response:
    """Send a body whose length is not announced."""
    headers = {"content-type": content_type}
    return await ask(reading_service(), "POST", path, content=in_pieces(*pieces), headers=headers)


async def test_a_body_in_pieces_is_put_together() -> None:
    assert (await send("/json", b'{"a": "x', b"y", b'z"}')).json() == 3


async def test_a_body_of_exactly_the_limit_is_read() -> None:
    assert (await send("/raw", b"x" * 400, b"x" * 600, content_type="text/csv")).json() == 1000


async def test_a_body_announced_as_too_large_is_refused_before_it_is_read() -> None:
    async def never_read() -> AsyncGenerator[bytes]:
        raise AssertionError
        yield b""

    headers = {"content-type": "application/json", "content-length": "1001"}
    answer = await ask(reading_service(), "POST", "/json", content=never_read(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "content-too-large")
    assert "1000 bytes" in answer.json()["detail"]


async def test_a_json_body_that_grows_too_large_is_refused() -> None:
    answer = await send("/json", b'{"a": "', b"x" * 600, b"x" * 600, b'"}')
    assert answer.status_code == 413


async def test_another_body_that_grows_too_large_is_refused_while_the_route_reads_it() -> None:
    answer = await send("/raw", b"x" * 600, b"x" * 600, content_type="text/csv")
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_a_body_that_does_not_arrive_in_time_is_refused() -> None:
    async def stalled() -> AsyncGenerator[bytes]:
        yield b'{"a":'
        await asyncio.Event().wait()

    app = reading_service(RequestLimits(BodyLimits(seconds=0.01)))
    headers = {"content-type": "application/json"}
    answer = await ask(app, "POST", "/json", content=stalled(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (408, "request-timeout")


async def test_a_body_that_is_not_json_has_no_longer_to_arrive() -> None:
    async def stalled() -> AsyncGenerator[bytes]:
        yield b"a;b"
        await asyncio.Event().wait()

    app = reading_service(RequestLimits(BodyLimits(seconds=0.01)))
    answer = await ask(app, "POST", "/raw", content=stalled(), headers={"content-type": "text/csv"})
    assert (answer.status_code, answer.json()["code"]) == (408, "request-timeout")


async def test_a_head_that_no_honest_caller_sends_is_refused() -> None:
    headers = {"X-Large": "x" * 40_000}
    answer = await ask(reading_service(), "POST", "/raw", content=b"", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (431, "head-too-large")
    longest = await ask(reading_service(), "POST", f"/raw?q={'x' * 40_000}", content=b"")
    assert longest.status_code == 431


async def test_the_default_limit_is_one_mebibyte() -> None:
    app = reading_service(RequestLimits())
    headers = {"content-type": "text/csv"}
    assert (await ask(app, "POST", "/raw", content=b"x" * 1024 * 1024, headers=headers)).status_code == 200
    assert (await ask(app, "POST", "/raw", content=b"x" * (1024 * 1024 + 1), headers=headers)).status_code == 413
