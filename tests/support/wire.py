"""A service behind its real HTTP server, spoken to in bytes, so that no client library tidies up what is sent."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

import httpx
from fastapi import FastAPI
from sse_starlette.sse import AppStatus

from shared.http.prompt_protocol import PromptProtocol
from shared.service.process import _Server, _server_settings
from tests.support.http_service import service_settings
from tests.support.waiting import eventually

PATIENCE: Final = 5.0


class Impatient(PromptProtocol):
    """Gives a caller that says nothing more up at once."""

    head_seconds = 0.1


@dataclass(frozen=True)
class Wire:
    """Where the service listens."""

    host: str
    port: int

    async def say(self, *pieces: bytes) -> bytes:
        """Send bytes, and return all that comes until the service closes the connection."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            with suppress(ConnectionError):
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
            async with asyncio.timeout(PATIENCE):
                return await _all_of(reader)
        finally:
            writer.close()


@asynccontextmanager
async def on_the_wire(app: FastAPI) -> AsyncGenerator[Wire]:
    """Serve an application as its process does, on a free port of this machine, but with little patience."""
    settings = _server_settings(app, service_settings(port=0))
    settings.http, settings.lifespan = Impatient, "off"  # whose tokens are believed was decided before
    server = _Server(settings)
    serving = asyncio.create_task(server.run())
    await eventually(lambda: server.started, what="the server listens")
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield Wire(host, port)
    finally:
        server.stop()
        await serving
        AppStatus.should_exit = False  # or every later stream of this process would take it for its own end


def answers_in(said: bytes) -> list[httpx.Response]:
    """Return the answers, one after the other, that a connection carried; each must tell its length."""
    answers: list[httpx.Response] = []
    while said:
        head, _, rest = said.partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        fields = [(name, value.strip()) for name, _, value in (line.partition(b":") for line in lines)]
        length = int(httpx.Headers(fields).get("content-length", len(rest)))
        answers.append(httpx.Response(int(first.split()[1]), headers=fields, content=rest[:length]))
        said = rest[length:]
    return answers


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    said = b""
    with suppress(ConnectionError):
        while piece := await reader.read(65536):
            said += piece
    return said
