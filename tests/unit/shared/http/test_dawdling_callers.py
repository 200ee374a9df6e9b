"""A caller on a real socket that sends its request a little at a time, or never to its end."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import APIRouter, Request
from uvicorn.server import ServerState

from shared.http.application import RequestLimits
from shared.http.bodies import BodyLimits
from shared.http.idempotency import IdempotencyHeader
from shared.http.prompt_protocol import PromptProtocol
from tests.support.http_service import service

PATIENCE = 10.0
GET = b"GET /livez HTTP/1.1\r\nHost: needs.test\r\n\r\n"


class Impatient(PromptProtocol):
    head_seconds = 0.05


@asynccontextmanager
async def connected(
    protocol: type[PromptProtocol] = Impatient, *, body_seconds: float = 30.0
) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    router = APIRouter()

    @router.post("/raw")
    async def post_raw(request: Request) -> int:
        return len(await request.body())

    @router.post("/echo")
    async def post_echo(repeat: IdempotencyHeader) -> str | None:
        return repeat.key

    app = service(router, limits=RequestLimits(BodyLimits(seconds=body_seconds)))
    config = uvicorn.Config(app, http=protocol, log_config=None, proxy_headers=False, timeout_keep_alive=1)
    state = ServerState()
    make: Callable[[], PromptProtocol] = lambda: protocol(config=config, server_state=state, app_state={})  # noqa: E731 (a factory)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()
        await server.wait_closed()


async def all_of(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the server closes the connection."""
    async with asyncio.timeout(PATIENCE):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


@pytest.mark.parametrize("beginning", [b"", b"G", GET[:-2], b"GET / HTTP/1.1\r\nX-A: b\r\n"])
async def test_a_head_that_does_not_end_costs_its_caller_the_connection(beginning: bytes) -> None:
    async with connected() as (reader, writer):
        writer.write(beginning)
        assert await all_of(reader) == b""


async def test_bytes_that_trickle_in_do_not_put_the_end_off() -> None:
    async with connected() as (reader, writer):

        async def trickle() -> None:
            for number in range(100_000):
                writer.write(f"X-{number}: a\r\n".encode())
                await asyncio.wait({ended}, timeout=0.01)

        writer.write(GET[:-2])
        ended = asyncio.ensure_future(all_of(reader))
        trickling = asyncio.ensure_future(trickle())
        assert await ended == b""
        trickling.cancel()


async def test_the_next_request_on_a_connection_has_its_own_time() -> None:
    async with connected() as (reader, writer):
        for _ in range(3):
            writer.write(GET)
            answer = await reader.readuntil(b"}")
            assert answer.startswith(b"HTTP/1.1 200")
        writer.write(b"GET")
        assert await all_of(reader) == b""


async def test_a_body_nobody_waits_for_is_not_waited_for_either() -> None:
    async with connected() as (reader, writer):
        writer.write(b"POST /no/such HTTP/1.1\r\nHost: needs.test\r\nContent-Length: 1000\r\n\r\n")
        answer = await reader.readuntil(b"}")
        writer.write(b"x")
        assert answer.startswith(b"HTTP/1.1 404")
        assert await all_of(reader) == b""


async def test_a_request_being_worked_on_has_the_time_it_needs() -> None:
    async with connected(body_seconds=0.3) as (reader, writer):
        writer.write(b"POST /raw HTTP/1.1\r\nHost: needs.test\r\nContent-Length: 5\r\n\r\nab")
        answer = await all_of(reader)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"request-timeout" in answer


@pytest.mark.parametrize("name", ["Idempotency-Key", "Last-Event-ID", "Accept-Language", "If-Match", "traceparent"])
@pytest.mark.parametrize("injected", ["\r", "\n ", "\0", "\r\n\r\n"])
async def test_no_header_puts_one_of_its_own_into_the_answer(name: str, injected: str) -> None:
    value = f"a{injected}Set-Cookie: b=c"
    head = f"POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n{name}: {value}\r\n\r\n"
    async with connected() as (reader, writer):
        writer.write(head.encode())
        answer = await all_of(reader)
    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    assert b"set-cookie" not in answer.partition(b"\r\n\r\n")[0].lower()


@pytest.mark.parametrize("name", ["X-Large", "Cookie", "Accept-Language"])
async def test_a_head_of_hundreds_of_kilobytes_is_refused(name: str) -> None:
    async with connected() as (reader, writer):
        writer.write(GET[:-2] + f"{name}: {'x' * 500_000}\r\n\r\n".encode())
        answer = await all_of(reader)
    assert answer[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 431", b""}
    assert b"200 OK" not in answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Correlation-Id: a\nSet-Cookie: b\r\n\r\n",
        b"GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Correlation-Id: a\rSet-Cookie: b\r\n\r\n",
        b"POST /raw HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"POST /raw HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /raw HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nabcde",
        b"GET /livez HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET /livez HTTP/1.1\r\n Host: a\r\n\r\n",
    ],
)
async def test_a_request_that_two_readers_would_read_differently_sets_nothing_and_smuggles_nothing(head: bytes) -> None:
    async with connected() as (reader, writer):
        writer.write(head)
        answer = await all_of(reader)
    assert b"set-cookie" not in answer.lower()
    assert answer.count(b"HTTP/1.1") <= 1
