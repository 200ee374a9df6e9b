"""Requests straight into an application; a stream that would go on is hung up on after its first words."""

import asyncio
from collections.abc import AsyncGenerator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
from fastapi import FastAPI

HOST: Final = "http://accord.test"
STREAM_SECONDS: Final = 0.03
"""How long an event stream is read, from its headers on."""


class AppFailed(Exception):
    """The application let an exception out; it is the cause."""


class Exchange:
    """One request and what comes of it, seen from where a server stands."""

    def __init__(self, request: httpx.Request) -> None:
        self._request = request
        self._asked = False
        self._hung_up = asyncio.Event()
        self._head: MutableMapping[str, Any] = {}
        self._parts: list[bytes] = []

    @property
    def scope(self) -> dict[str, Any]:
        """What the application is told of the request."""
        url, headers = self._request.url, self._request.headers
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self._request.method,
            "headers": [(name.lower(), value) for name, value in headers.raw],
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.split(b"?")[0],
            "query_string": url.query,
            "server": (url.host, 80),
            "client": ("127.0.0.1", 123),
            "root_path": "",
        }

    @property
    def response(self) -> httpx.Response:
        """What was answered."""
        said = httpx.ByteStream(b"".join(self._parts))
        return httpx.Response(self._head["status"], headers=self._head.get("headers"), stream=said)

    @property
    def has_begun(self) -> bool:
        """Whether anything was answered."""
        return bool(self._head)

    async def receive(self) -> dict[str, Any]:
        """Give the whole body at once, and then nothing until the caller hangs up."""
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": self._request.content, "more_body": False}
        await self._hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start":
            self._head = message
            if (b"content-type", b"text/event-stream") in _media_types(message):
                asyncio.get_running_loop().call_later(STREAM_SECONDS, self._hung_up.set)
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                self._hung_up.set()


class HangingUp(httpx.AsyncBaseTransport):
    """Calls the application in the process, as httpx's own transport does, which waits for a stream's end."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request; `failure` among the answer's extensions is what the application raised beside it."""
        exchange = Exchange(request)
        failure: Exception | None = None
        try:
            await self._app(exchange.scope, exchange.receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the fuzzing looks for
            failure = error
        if not exchange.has_begun:
            raise AppFailed(str(request.url)) from failure
        response = exchange.response
        response.extensions["failure"] = failure
        return response


@asynccontextmanager
async def sending_to(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    """Open a client on the application."""
    async with httpx.AsyncClient(transport=HangingUp(app), base_url=HOST) as client:
        yield client


def _media_types(message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value.split(b";")[0]) for name, value in message["headers"]]
