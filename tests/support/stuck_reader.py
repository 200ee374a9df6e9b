"""A reader of server-sent events that stops reading, as a stalled connection looks to the application."""

import asyncio
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

from tests.support.running_service import Headers


class StuckReader:
    """A client that reads so many events and then no more, without hanging up."""

    def __init__(self, path: str, headers: Headers, *, reads: int) -> None:
        sent = {**headers, "Last-Event-ID": "0"}
        self.scope: dict[str, Any] = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
            "http_version": "1.1",
            "scheme": "http",
            "server": ("matcher.test", 80),
            "client": ("127.0.0.1", 1),
            "root_path": "",
            "state": {},
        }
        self._reads = reads
        self.taken = 0
        self.stuck = 0

    async def receive(self) -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] != "http.response.body":
            return
        if self.taken == self._reads:
            self.stuck += 1
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            raise asyncio.CancelledError
        self.taken += 1
