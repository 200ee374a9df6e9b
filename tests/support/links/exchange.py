"""The process in which links live, so that nobody's event loop stalls them, and how it is told what to do.

One JSON line over a Unix socket asks, one answers; see `Exchange`.
"""

import asyncio
import json
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.support.links.link import Link, Upstream
from tests.support.links.weather import Weather
from tests.support.processes import ServerProcess
from tests.support.waiting import wait_until

COUNTED = ("taken", "commits", "cuts", "held")


class Exchange:
    """Links in a process of their own, each known by a name; usable from any thread, and gone with `close`."""

    def __init__(self) -> None:
        directory = Path(tempfile.mkdtemp(prefix="accord-links-"))
        self._address = directory / "asked"
        command = [sys.executable, "-m", "tests.support.links.exchange", self._address]
        self._process = ServerProcess(command, directory=directory)
        wait_until(self._address.exists, within=30, what="the process of the links listens")

    def open(self, name: str, upstream: Upstream) -> int:
        """Open a link to a server, which need not be there yet, and return its port."""
        where = str(upstream) if isinstance(upstream, Path) else list(upstream)
        return self._ask("open", name, where)["port"]

    def change(self, names: Iterable[str], weather: Weather) -> None:
        """Have other weather on these links; it holds when this returns."""
        for name in names:
            self._ask("change", name, asdict(weather))

    def cut(self, names: Iterable[str]) -> None:
        """Reset every connection of these links."""
        for name in names:
            self._ask("cut", name)

    def count(self, names: Iterable[str], what: str) -> int:
        """Add up what these links have counted: `taken`, `commits`, `cuts` or `held`."""
        return sum(self._ask("count", name)[what] for name in names)

    def close(self) -> None:
        """End the process, and with it every connection."""
        self._process.kill()
        shutil.rmtree(self._address.parent, ignore_errors=True)

    def _ask(self, *asked: object) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(30)
            connection.connect(str(self._address))
            connection.sendall(json.dumps(asked).encode() + b"\n")
            return json.loads(connection.makefile().readline())


class Serving:
    """What the process does with what it is asked."""

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one question."""
        do, name, *given = json.loads(await reader.readline())
        if do == "open":
            [where] = given
            link = self._links[name] = Link(Path(where) if isinstance(where, str) else (where[0], where[1]))
            await link.open()
            said = {"port": link.port}
        else:
            said = self._do(do, self._links[name], *given)
        writer.write(json.dumps(said).encode() + b"\n")
        writer.close()

    def _do(self, do: str, link: Link, *given: dict[str, Any]) -> dict[str, Any]:
        if do == "change":
            link.change(Weather(**given[0]))
        elif do == "cut":
            link.cut()
        return {name: getattr(link, name) for name in COUNTED}


async def serve(address: Path) -> None:
    """Serve until the process is ended."""
    server = await asyncio.start_unix_server(Serving().answer, address)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
