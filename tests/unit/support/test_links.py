"""A link plays a network between clients and a server that know nothing of it."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.links.exchange import Exchange
from tests.support.links.link import Link
from tests.support.links.weather import CLEAR, CommitCut, Weather
from tests.support.waiting import eventually

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
HOLDING, REFUSING = Weather(holding=True), Weather(refusing=True)
COMMIT = b"COMMIT;\0"
ANSWER = b"done\n"


class Server:
    """Answers each piece, and remembers all it heard and how many of its clients are there."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.clients = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.clients += 1
        try:
            while piece := await reader.read(65_536):
                self.heard.append(piece)
                writer.write(ANSWER)
        except ConnectionError:
            pass
        finally:
            self.clients -= 1
            writer.close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def link(server: Server, tmp_path: Path) -> AsyncIterator[Link]:
    """A link in front of a server on a Unix socket."""
    path = tmp_path / "server"
    async with await asyncio.start_unix_server(server.serve, path), Link(path) as link:
        yield link


@asynccontextmanager
async def connected(link: Link) -> AsyncGenerator[Streams]:
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def call(streams: Streams, sent: bytes = b"need") -> bytes:
    """Send, and return what comes back; nothing does once the connection is broken."""
    reader, writer = streams
    try:
        writer.write(sent)
        return await reader.readline()
    except ConnectionError:
        return b""


async def answer_of(link: Link) -> bytes:
    async with connected(link) as streams:
        return await call(streams)


async def test_a_clear_day_changes_nothing(link: Link, server: Server) -> None:
    assert await answer_of(link) == ANSWER
    assert server.heard == [b"need"]


async def test_much_data_arrives_whole_and_in_order_in_bad_weather(link: Link, server: Server) -> None:
    link.change(Weather(delay_seconds=0.002, jitter_seconds=0.004))
    sent = [b"%06d" % number for number in range(20_000)]
    async with connected(link) as (_, writer):
        writer.writelines(sent)
        await writer.drain()
        await eventually(lambda: sum(map(len, server.heard)) == 120_000, what="everything arrived")
    assert b"".join(server.heard) == b"".join(sent)


async def test_a_delay_counts_in_each_direction(link: Link) -> None:
    link.change(Weather(delay_seconds=0.05))
    began = time.monotonic()
    assert await answer_of(link) == ANSWER
    assert time.monotonic() - began >= 0.1


async def test_a_narrow_link_takes_its_time(link: Link) -> None:
    link.change(Weather(bytes_per_second=10_000))
    began = time.monotonic()
    async with connected(link) as streams:
        await call(streams, b"x" * 1_000)
    assert time.monotonic() - began >= 0.1


async def test_an_end_arrives_after_what_was_sent_before_it(link: Link, server: Server) -> None:
    link.change(Weather(delay_seconds=0.02))
    async with connected(link) as (_, writer):
        writer.write(b"need")
    await eventually(lambda: server.heard == [b"need"] and not server.clients, what="both have arrived")


async def test_a_cut_breaks_the_connections_there_are_and_no_others(link: Link, server: Server) -> None:
    async with connected(link) as streams:
        await call(streams)
        link.cut()
        assert await call(streams) == b""
    await eventually(lambda: server.clients == 0 and not link.pairs, what="both sides are gone")
    assert await answer_of(link) == ANSWER


async def test_a_refusing_link_takes_nobody_until_it_clears(link: Link) -> None:
    link.change(REFUSING)
    assert await answer_of(link) == b""
    link.change(CLEAR)
    assert await answer_of(link) == ANSWER


async def test_while_a_link_holds_nothing_passes_and_nothing_breaks(link: Link, server: Server) -> None:
    async with connected(link) as (reader, writer):
        await call((reader, writer))
        link.change(HOLDING)
        writer.write(b"late")
        await eventually(lambda: link.held == 1, what="the link holds it")
        assert server.heard == [b"need"]
        assert not reader.at_eof()
        link.change(CLEAR)
        assert await reader.readline() == ANSWER
    assert server.heard == [b"need", b"late"]


async def test_what_a_client_sent_before_it_reset_its_connection_never_arrives(link: Link, server: Server) -> None:
    async with connected(link) as (reader, writer):
        await call((reader, writer))
        link.change(HOLDING)
        writer.write(b"late")
        await eventually(lambda: link.held == 1, what="the link holds it")
        link.cut()
    link.change(CLEAR)
    await eventually(lambda: server.clients == 0, what="the server's side is gone")
    assert server.heard == [b"need"]


@pytest.mark.parametrize(("when", "heard"), [("before", [b"need"]), ("after", [b"need", COMMIT])])
async def test_a_connection_breaks_at_its_commit(
    link: Link, server: Server, when: CommitCut, heard: list[bytes]
) -> None:
    link.change(Weather(commits=when, every=1))
    async with connected(link) as streams:
        assert await call(streams) == ANSWER
        assert await call(streams, COMMIT) == b""
    await eventually(lambda: server.clients == 0, what="the server's side is gone")
    assert (server.heard, link.cuts) == (heard, 1)


async def test_only_each_third_commit_is_cut(link: Link) -> None:
    link.change(Weather(commits="before", every=3))
    async with connected(link) as streams:
        answers = [await call(streams, COMMIT) for _ in range(3)]
    assert answers == [ANSWER, ANSWER, b""]


async def test_a_client_of_a_server_that_is_away_is_sent_off(tmp_path: Path) -> None:
    async with Link(tmp_path / "nobody") as link:
        assert await answer_of(link) == b""


async def test_links_live_in_a_process_of_their_own_and_do_as_they_are_told(server: Server, tmp_path: Path) -> None:
    exchange = Exchange()
    path = tmp_path / "served"
    try:
        async with await asyncio.start_unix_server(server.serve, path):
            port = exchange.open("to the server", path)
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert await call((reader, writer)) == ANSWER
            exchange.change(["to the server"], HOLDING)
            writer.write(b"late")
            await eventually(lambda: exchange.count(["to the server"], "held") == 1, what="the link holds it")
            exchange.cut(["to the server"])
            assert await reader.read() == b""
            writer.close()
    finally:
        exchange.close()
    assert server.heard == [b"need"]
