"""A link to a broker that can hold back what clients send, as a network does that is cut and heals later."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self


@dataclass(eq=False)
class _Connection:
    """One client's connection: what it sent while the link was held, and whether its socket was reset since."""

    upstream: asyncio.StreamWriter
    kept: list[bytes] = field(default_factory=list[bytes])
    held: bool = False


class HeldLink:
    """Forwards to `port`; held connections keep what clients send until they are let go.

    What a client wrote and then closed in good order still arrives, since its kernel goes on sending it; what
    was pending on a connection that the client reset does not.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._connections: set[_Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where clients connect, as host and port."""
        if self._server is None:
            raise RuntimeError("the link is up only inside `async with`")
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    @property
    def kept(self) -> int:
        """How many bytes are held back."""
        return sum(len(piece) for connection in self._connections for piece in connection.kept)

    def hold(self) -> None:
        """Hold back whatever is sent on the connections that are open now; new ones are not affected."""
        for connection in self._connections:
            connection.held = True

    async def let_go(self) -> None:
        """Deliver what was held back, and hold nothing any more."""
        for connection in self._connections:
            connection.held = False
            connection.upstream.writelines(connection.kept)
            connection.kept.clear()
            with suppress(OSError):
                await connection.upstream.drain()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
        answers, upstream = await asyncio.open_connection("127.0.0.1", self._port)
        connection = _Connection(upstream)
        self._connections.add(connection)
        try:
            await asyncio.gather(self._up(reader, connection), self._down(answers, writer))
        finally:
            self._connections.discard(connection)
            writer.transport.abort()
            upstream.transport.abort()

    async def _up(self, source: asyncio.StreamReader, connection: _Connection) -> None:
        try:
            while piece := await source.read(65_536):
                if connection.held:
                    connection.kept.append(piece)
                else:
                    connection.upstream.write(piece)
        except ConnectionResetError:
            connection.kept.clear()
            raise

    async def _down(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await source.read(65_536):
                target.write(piece)
        await asyncio.Event().wait()
