"""A process without a free place, on real sockets: it refuses before it takes requests apart, and stays reachable."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import APIRouter, FastAPI
from uvicorn.server import ServerState

from shared.http.application import RequestLimits
from shared.http.prompt_protocol import protocol_of
from shared.metrics import ServiceMetrics
from tests.support.http_service import service
from tests.support.overload.calling import Address, Answer, Caller, request
from tests.support.waiting import eventually

PLACES = 2
REQUEST = request("GET", "/slow", {})


class Slow:
    """A service with two places for work, whose requests wait until they are let go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.metrics = ServiceMetrics("needs")
        router = APIRouter()

        @router.get("/slow")
        async def get_slow() -> str:
            await self.let_go.wait()
            return "done"

        self.app: FastAPI = service(router, metrics=self.metrics, limits=RequestLimits(at_work=PLACES))

    def figure(self, name: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"needs_http_{name}")


@asynccontextmanager
async def full(slow: Slow) -> AsyncGenerator[Address]:
    """Serve it with both places taken; those who have them are answered at the end."""
    config = uvicorn.Config(slow.app, http=protocol_of(slow.app), log_config=None, proxy_headers=False, ws="none")
    state, protocol = ServerState(), protocol_of(slow.app)
    server = await asyncio.get_running_loop().create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    address = Address(*server.sockets[0].getsockname())
    async with Caller(address) as one, Caller(address) as other:
        answers = [asyncio.ensure_future(caller.ask(REQUEST)) for caller in (one, other)]
        await eventually(lambda: slow.figure("at_work_requests") == PLACES, what="both places are taken")
        try:
            yield address
        finally:
            slow.let_go.set()
            assert [(await answer).status for answer in answers] == [200, 200]
    server.close()
    await server.wait_closed()


async def asked(address: Address, sent: bytes) -> Answer:
    async with Caller(address) as caller:
        return await caller.ask(sent)


async def test_a_request_is_refused_before_the_application_hears_of_it() -> None:
    slow = Slow()
    async with full(slow) as address:
        answer = await asked(address, REQUEST)
        assert (answer.status, answer.headers["retry-after"], answer.headers["connection"]) == (503, "1", "close")
        assert slow.figure("overload_refusals_total") == 1
        assert slow.figure("requests_total") is None


async def test_the_platform_is_answered_on_the_same_port() -> None:
    async with full(Slow()) as address:
        answers = [await asked(address, request("GET", path, {})) for path in ("/livez", "/readyz", "/metrics")]
    assert [answer.status for answer in answers] == [200, 200, 200]


async def test_a_request_that_comes_in_pieces_is_refused_by_the_application() -> None:
    async with full(Slow()) as address:
        reader, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(REQUEST[:10])
        await writer.drain()
        assert (await asked(address, REQUEST)).status == 503
        writer.write(REQUEST[10:])
        assert (await reader.readline()).startswith(b"HTTP/1.1 503")
        writer.close()


async def test_requests_that_come_at_once_take_no_more_than_the_places_there_are() -> None:
    slow = Slow()
    async with full(slow) as address:
        answers = await asyncio.gather(*(asked(address, REQUEST) for _ in range(20)))
    assert {answer.status for answer in answers} == {503}


async def test_a_place_that_is_free_again_is_given_to_the_next() -> None:
    slow = Slow()
    async with full(slow) as address:
        slow.let_go.set()
        await eventually(lambda: slow.figure("at_work_requests") == 0, what="both places are free")
        assert (await asked(address, REQUEST)).status == 200
