"""A link on loopback between clients and one server: transparent until the weather changes.

It carries bytes by callbacks rather than streams: on a clear day a piece costs some microseconds.
"""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.support.links.flow import Flow
from tests.support.links.weather import CLEAR, Weather

_COMMIT = b"COMMIT;\0"
Upstream = tuple[str, int] | Path
"""Where the server listens: host and port, or a Unix socket."""


@dataclass
class Link:
    """Forwards connections of 127.0.0.1 to a server; what it has done is counted."""

    upstream: Upstream
    weather: Weather = CLEAR
    taken: int = 0
    """Connections that clients opened."""
    commits: int = 0
    """COMMITs that were seen while they were to be cut."""
    cuts: int = 0
    """COMMITs at which a connection was broken."""
    held: int = 0
    """Pieces that came while nothing passed."""
    pairs: set["Pair"] = field(default_factory=set["Pair"])
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def open(self) -> None:
        """Listen, on the port that `port` tells."""
        self._server = await asyncio.get_running_loop().create_server(lambda: _Client(self), "127.0.0.1", 0)

    @property
    def address(self) -> str:
        """Where clients connect, as host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """Where clients connect."""
        assert self._server is not None, "the link is not open"
        return int(self._server.sockets[0].getsockname()[1])

    def change(self, weather: Weather) -> None:
        """Have other weather from now on, for connections that are open too."""
        self.weather = weather
        if weather.refusing:
            self.cut()
        for pair in tuple(self.pairs):
            pair.flush()

    def cut(self) -> None:
        """Reset every open connection; new ones are taken unless the weather has it otherwise."""
        for pair in tuple(self.pairs):
            pair.break_off()

    def close(self) -> None:
        """Take no more connections, and break those there are."""
        if self._server is not None:
            self._server.close()
        self.cut()


class Pair:
    """A client's connection and the one to the server that belongs to it."""

    def __init__(self, link: Link, client: asyncio.Transport, server: asyncio.Transport) -> None:
        self._link = link
        self._ends = client, server
        self._up, self._down = Flow(link, server), Flow(link, client)
        self._cut_at_answer = False
        link.pairs.add(self)

    def from_client(self, piece: bytes) -> None:
        """Carry towards the server, or break off where a COMMIT is to be cut."""
        link = self._link
        link.held += link.weather.holding
        if link.weather.commits is not None and _COMMIT in piece:
            link.commits += 1
            if link.commits % link.weather.every == 0:
                link.cuts += 1
                if link.weather.commits == "before":
                    self.break_off()
                    return
                self._cut_at_answer = True
        self._up.carry(piece)

    def from_server(self, piece: bytes) -> None:
        """Carry towards the client, who hears nothing of the COMMIT that was cut."""
        self._link.held += self._link.weather.holding
        if self._cut_at_answer:
            self.break_off()
        else:
            self._down.carry(piece)

    def client_ended(self, *, reset: bool) -> None:
        """End the server's side as the client's ended."""
        self._up.end(reset=reset)
        self._forget_when_over()

    def server_ended(self, *, reset: bool) -> None:
        """End the client's side as the server's ended."""
        self._down.end(reset=reset)
        self._forget_when_over()

    def flush(self) -> None:
        """Let what was held arrive, if it may now."""
        self._up.flush()
        self._down.flush()

    def break_off(self) -> None:
        """Reset both sides; what is on its way is lost."""
        self._up.drop()
        self._down.drop()
        for end in self._ends:
            end.abort()
        self._link.pairs.discard(self)

    def _forget_when_over(self) -> None:
        if all(end.is_closing() for end in self._ends):
            self._link.pairs.discard(self)


class _End(asyncio.Protocol):
    """What both ends share: while the other cannot take more, nothing more is read."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: asyncio.Transport | None = None
        self.pair: Pair | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def pause_writing(self) -> None:
        if self.other is not None and not self.other.is_closing():
            self.other.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None and not self.other.is_closing():
            self.other.resume_reading()


class _Server(_End):
    def data_received(self, data: bytes) -> None:
        if self.pair is not None:
            self.pair.from_server(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.pair is not None:
            self.pair.server_ended(reset=exc is not None)


class _Client(_End):
    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self._connecting: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._link.taken += 1
        assert self.transport is not None
        if self._link.weather.refusing:
            self.transport.abort()
            return
        self.transport.pause_reading()
        self._connecting = asyncio.get_running_loop().create_task(self._connect(self.transport))

    def data_received(self, data: bytes) -> None:
        if self.pair is not None:
            self.pair.from_client(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.pair is not None:
            self.pair.client_ended(reset=exc is not None)

    async def _connect(self, client: asyncio.Transport) -> None:
        loop, upstream = asyncio.get_running_loop(), self._link.upstream
        try:
            if isinstance(upstream, Path):
                server, end = await loop.create_unix_connection(_Server, str(upstream))
            else:
                server, end = await loop.create_connection(_Server, *upstream)
        except OSError:
            client.abort()
            return
        if client.is_closing():
            server.abort()
            return
        self.pair = end.pair = Pair(self._link, client, server)
        self.other, end.other = server, client
        client.resume_reading()
