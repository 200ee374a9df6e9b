"""A program: serves an event stream that never ends by itself, stops while it is read, and says that it ended."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import uvicorn
from fastapi import FastAPI
from sse_starlette import EventSourceResponse

from shared.service.process import _Server
from tests.support.ports import free_port
from tests.support.waiting import eventually

app = FastAPI()


@app.get("/events")
async def read_events() -> EventSourceResponse:
    async def events() -> AsyncIterator[dict[str, str]]:
        yield {"data": "first"}
        await asyncio.Event().wait()

    return EventSourceResponse(events())


async def main() -> None:
    port = free_port()
    # Without a limit to its patience: a stream that went on would keep the server for ever.
    server = _Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=None))
    serving = asyncio.create_task(server.run())
    await eventually(lambda: server.started, what="the server listens")
    async with httpx.AsyncClient(trust_env=False) as client:
        with suppress(httpx.RemoteProtocolError):  # the stream is broken off, which tells its reader to come again
            async with client.stream("GET", f"http://127.0.0.1:{port}/events") as stream:
                async for _ in stream.aiter_lines():
                    server.stop()
        await serving
    sys.stdout.write("ended")


if __name__ == "__main__":
    asyncio.run(main())
