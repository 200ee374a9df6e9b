"""A caller on a real socket that asks and does not read the answer: nothing is kept for it for long."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import APIRouter
from sse_starlette import ServerSentEvent
from starlette.responses import Response
from uvicorn.server import ServerState

from matcher.api.event_streams import PatientResponse
from shared.http.prompt_protocol import PromptProtocol
from tests.support.campaign.lasting import lasting
from tests.support.http_service import service
from tests.support.overload.calling import request
from tests.support.waiting import eventually

EVENT = "x" * 30_000
PIECE = 50_000
LARGE = b"x" * 8_000_000


class Impatient(PromptProtocol):
    reader_seconds = 0.1


def talkative() -> APIRouter:
    router = APIRouter()

    @router.get("/large")
    async def get_large() -> Response:
        return Response(LARGE)

    @router.get("/stream")
    async def get_stream() -> Response:
        async def events() -> AsyncGenerator[ServerSentEvent]:
            while True:
                yield ServerSentEvent(EVENT)
                await lasting(0)

        return PatientResponse(events(), send_timeout=0.1)

    return router


@asynccontextmanager
async def asked_for(path: str) -> AsyncGenerator[tuple[ServerState, socket.socket]]:
    """Ask on a socket that nobody reads."""
    app = service(talkative())
    config = uvicorn.Config(app, http=Impatient, log_config=None, proxy_headers=False)
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Impatient(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    with socket.socket() as caller:
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        caller.setblocking(False)
        await loop.sock_connect(caller, server.sockets[0].getsockname())
        await loop.sock_sendall(caller, request("GET", path, {}))
        await eventually(lambda: state.connections, what="the caller is connected")
        yield state, caller
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize("path", ["/large", "/stream"])
async def test_the_connection_of_a_caller_that_does_not_read_is_broken_off(path: str) -> None:
    async with asked_for(path) as (state, _):
        await eventually(lambda: not state.connections, within=30, what="the connection is gone")
        await eventually(lambda: not state.tasks, within=30, what="nobody waits for the caller")


async def test_a_caller_that_reads_slowly_but_steadily_gets_everything() -> None:
    async with asked_for("/large") as (_, caller):
        loop, read, pauses = asyncio.get_running_loop(), 0, 0
        while read < len(LARGE):
            piece = await asyncio.wait_for(loop.sock_recv(caller, 256 * 1024), 5)
            assert piece, "the connection was broken off"
            read += len(piece)
            if read > pauses * PIECE:
                pauses += 1
                await lasting(0.005)
