"""Faults of the network, played on purpose: a proxy that cuts, refuses and delays what passes through it."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Self

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_PIECE = 65_536


class TcpProxy:
    """Forwards connections of 127.0.0.1 to `upstream`, a host and port or a Unix socket, until told otherwise.

    It listens from `async with` on, at `address`; what it does to connections takes effect at once.
    """

    def __init__(self, upstream: tuple[str, int] | Path) -> None:
        self._upstream = upstream
        self._refusing = False
        self._delay_seconds = 0.0
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.refuse()
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where it listens, as host and port."""
        if self._server is None:
            raise RuntimeError("the proxy listens only inside `async with`")
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    @property
    def connections(self) -> int:
        """How many connections are open through it."""
        return len(self._open) // 2

    def cut(self) -> None:
        """Break every open connection, as a lost network would; new ones are taken."""
        for writer in self._open:
            writer.transport.abort()

    def refuse(self) -> None:
        """Break every open connection and each new one."""
        self._refusing = True
        self.cut()

    def resume(self) -> None:
        """Forward again, at once."""
        self._refusing = False
        self._delay_seconds = 0.0

    def delay(self, seconds: float) -> None:
        """Hold back every piece of data by `seconds` in each direction."""
        self._delay_seconds = seconds

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            writer.transport.abort()
            return
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        with suppress(OSError):
            await self._forward((reader, writer), await self._connect())

    async def _connect(self) -> Streams:
        if isinstance(self._upstream, Path):
            return await asyncio.open_unix_connection(self._upstream)
        return await asyncio.open_connection(*self._upstream)

    async def _forward(self, client: Streams, server: Streams) -> None:
        """Carry data both ways until one side ends, then end the other."""
        ends = {client[1], server[1]}
        self._open |= ends
        if self._refusing:
            self.cut()
        try:
            await asyncio.gather(self._carry(client[0], server[1]), self._carry(server[0], client[1]))
        finally:
            self._open -= ends
            for writer in ends:
                writer.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while piece := await source.read(_PIECE):
            if self._delay_seconds:
                await asyncio.sleep(self._delay_seconds)
            target.write(piece)
            await target.drain()
        target.write_eof()
