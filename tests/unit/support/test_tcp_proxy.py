"""A proxy plays the faults of a network between a client and a server that knows nothing of them."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.faults import TcpProxy
from tests.support.waiting import eventually

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line)
    writer.close()


@pytest.fixture
async def proxy() -> AsyncIterator[TcpProxy]:
    """A proxy in front of a server that echoes lines."""
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        port = int(server.sockets[0].getsockname()[1])
        async with TcpProxy(("127.0.0.1", port)) as proxy:
            yield proxy


@asynccontextmanager
async def connected(proxy: TcpProxy) -> AsyncGenerator[Streams]:
    host, port = proxy.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield reader, writer
    finally:
        writer.close()


async def call(streams: Streams, line: bytes = b"need\n") -> bytes:
    """Send a line and return what comes back; nothing does once the connection is broken."""
    reader, writer = streams
    try:
        writer.write(line)
        return await reader.readline()
    except ConnectionError:
        return b""


async def answer_of(proxy: TcpProxy) -> bytes:
    """Call through a new connection."""
    async with connected(proxy) as streams:
        return await call(streams)


async def test_what_is_sent_through_arrives(proxy: TcpProxy) -> None:
    assert await answer_of(proxy) == b"need\n"


async def test_much_data_arrives_whole(proxy: TcpProxy) -> None:
    sent = b"".join(b"%06d\n" % number for number in range(100_000))
    async with connected(proxy) as (reader, writer):
        writer.write(sent)
        assert await reader.readexactly(len(sent)) == sent


@pytest.mark.parametrize("fault", [TcpProxy.cut, TcpProxy.refuse])
async def test_a_fault_breaks_the_connections_there_are(proxy: TcpProxy, fault: Callable[[TcpProxy], None]) -> None:
    async with connected(proxy) as streams:
        await call(streams)
        fault(proxy)
        assert await call(streams) == b""
    await eventually(lambda: proxy.connections == 0, what="no connection is left")


async def test_after_a_cut_a_new_connection_works(proxy: TcpProxy) -> None:
    await answer_of(proxy)
    proxy.cut()
    assert await answer_of(proxy) == b"need\n"


async def test_a_refusing_proxy_works_again_when_it_resumes(proxy: TcpProxy) -> None:
    proxy.refuse()
    assert await answer_of(proxy) == b""
    proxy.resume()
    assert await answer_of(proxy) == b"need\n"


async def test_a_delay_holds_back_what_passes_in_each_direction(proxy: TcpProxy) -> None:
    proxy.delay(0.05)
    began = time.monotonic()
    assert await answer_of(proxy) == b"need\n"
    assert time.monotonic() - began >= 0.1


async def test_the_end_of_one_side_reaches_the_other(proxy: TcpProxy) -> None:
    async with connected(proxy) as (reader, writer):
        await call((reader, writer))
        writer.write_eof()
        assert await reader.read() == b""


async def test_a_server_may_listen_on_a_socket_of_the_file_system(tmp_path: Path) -> None:
    path = tmp_path / "echo"
    async with await asyncio.start_unix_server(echo, path), TcpProxy(path) as proxy:
        assert await answer_of(proxy) == b"need\n"
