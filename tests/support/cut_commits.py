"""A link to PostgreSQL that breaks at COMMIT: before the server hears it, or when it is done and nobody was told."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

from sqlalchemy.engine import make_url

from shared.messaging.bus import Outcome, OutgoingRecord
from tests.support.memory_bus import MemoryBus, MemoryPublisher

When = Literal["before", "after"]
_COMMIT = b"COMMIT;\0"
_PIECE = 65_536


class CommitCuttingLink:
    """Forwards connections of 127.0.0.1 to a server's socket; `cut_next` breaks that which sends the next COMMIT."""

    def __init__(self, upstream: Path) -> None:
        self._upstream = upstream
        self._next: When | None = None
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self.cuts = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._open:
            writer.transport.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def url_of(self, database_url: str) -> str:
        """Return the address of a database of that server through the link."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"postgresql+asyncpg://postgres@{host}:{port}/{make_url(database_url).database}"

    def cut_next(self, when: When) -> None:
        """Break the connection over which the next COMMIT goes, and no other."""
        self._next = when

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._open.add(writer)
        answers, upstream = await asyncio.open_unix_connection(self._upstream)
        down = asyncio.create_task(_carry(answers, writer))
        try:
            with suppress(OSError):
                cut_off = await self._until_cut(reader, upstream)
                down.cancel()
                await asyncio.wait([down])
                if cut_off:
                    upstream.write(cut_off)
                    await answers.read(_PIECE)
        finally:
            down.cancel()
            self._open.discard(writer)
            writer.transport.abort()
            upstream.transport.abort()

    async def _until_cut(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> bytes:
        """Forward until the end or the cut; return what the server is still to hear, unseen by who sent it."""
        while piece := await source.read(_PIECE):
            if self._next is not None and _COMMIT in piece:
                when, self._next = self._next, None
                self.cuts += 1
                return piece if when == "after" else b""
            target.write(piece)
        return b""


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(_PIECE):
            target.write(piece)
        target.close()


class CutAtMarking(MemoryPublisher):
    """Publishes, and has the link break when the relay notes that it did; once."""

    def __init__(self, bus: MemoryBus, link: CommitCuttingLink, when: When) -> None:
        super().__init__(bus)
        self._link = link
        self._when: When = when

    async def publish(self, wave: Sequence[OutgoingRecord]) -> list[Outcome]:
        """Write the wave; the next COMMIT is that of marking it."""
        outcomes = await super().publish(wave)
        if not self._link.cuts:
            self._link.cut_next(self._when)
        return outcomes
