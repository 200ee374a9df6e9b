"""One caller on a connection of its own, in plain bytes: cheap, so that a test can send more than a process serves."""

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

CONNECT_SECONDS = 10.0
IDLE_SECONDS = 2.0
"""After which a connection is not used again: the server hangs up after some more, perhaps as a request is sent."""


@dataclass(frozen=True)
class Answer:
    """How one request was answered; status 0 where the connection ended without one, the body says how."""

    status: int
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@dataclass(frozen=True)
class Address:
    """Where a service listens."""

    host: str
    port: int


def request(method: str, path: str, headers: Mapping[str, str], body: Any = None) -> bytes:
    """Return a request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body).encode()
    given = {"Host": "service.test", **headers}
    if body is not None:
        given |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content


class Caller:
    """Sends one request after the other and reads the answers; connects anew when its connection was closed."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._answered = 0.0

    async def ask(self, sent: bytes) -> Answer:
        """Send a request and return its answer; a connection that fails is an answer too."""
        began = time.monotonic()
        try:
            reader, writer = await self._connected()
            writer.write(sent)
            status, headers = await _head(reader)
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            await self.close()
            return Answer(0, time.monotonic() - began, body=repr(error).encode())
        self._answered = time.monotonic()
        if headers.get("connection") == "close":
            await self.close()
        return Answer(status, time.monotonic() - began, headers, body)

    async def close(self) -> None:
        """Hang up."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream[1].close()
            with suppress(OSError):
                await stream[1].wait_closed()

    async def __aenter__(self) -> Self:
        """Connect with the first request only."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up."""
        await self.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if time.monotonic() - self._answered > IDLE_SECONDS:
            await self.close()
        if self._stream is None:
            async with asyncio.timeout(CONNECT_SECONDS):
                self._stream = await asyncio.open_connection(self._address.host, self._address.port)
        return self._stream


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines[1:] if line)
    return int(lines[0].split(" ")[1]), {name.lower(): value.strip() for name, _, value in fields}
