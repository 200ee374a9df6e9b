"""Ending aiokafka's clients for certain: what was given up must never be sent, fetched or held any more.

aiokafka's own `stop` first flushes what is pending, so without a broker it hangs (#1013); cancelled there, it leaves
its tasks running, and a wave that was given up would arrive after its successor. Closing a socket is not enough
either: the kernel goes on sending what it holds. Hence the reset. This is the one module that uses private names.
"""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from typing import Any

STOP_SECONDS = 4.0
ABANDON_SECONDS = 1.0

_NO_LINGER = struct.pack("ii", 1, 0)


async def end_producer(producer: Any, *, flush: bool) -> None:
    """Stop a producer within 5 s; with `flush` it may first send what is pending, without it sends nothing more."""
    if flush and await _within(STOP_SECONDS, producer.stop()):
        return
    producer._closed = True  # noqa: SLF001 (see the module's docstring)
    _reset_connections(producer.client)
    await _cancel([producer._sender.sender_task])  # noqa: SLF001 (as above)
    await _close_client(producer.client)


async def end_consumer(consumer: Any) -> None:
    """Leave the group if the broker answers, and within 5 s be no member any more in any case."""
    if await _within(STOP_SECONDS, consumer.stop()):
        return
    coordinator, fetcher = consumer._coordinator, consumer._fetcher  # noqa: SLF001 (as above)
    if coordinator is not None:
        names = ("_coordination_task", "_heartbeat_task", "_commit_refresh_task")
        await _cancel([getattr(coordinator, name) for name in names])
    if fetcher is not None:
        await _within(ABANDON_SECONDS, fetcher.close())
    await _close_client(consumer._client)  # noqa: SLF001 (as above)


def _reset_connections(client: Any) -> None:
    """Drop the client's connections with what their sockets still hold unsent."""
    for connection in client._conns.values():  # noqa: SLF001 (as above)
        writer = connection._writer  # noqa: SLF001 (as above)
        if writer is not None:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            writer.transport.abort()


async def _close_client(client: Any) -> None:
    await _within(ABANDON_SECONDS, client.close())
    awaited = client._md_update_fut  # noqa: SLF001 (as above)
    if awaited is not None:
        awaited.cancel()


async def _cancel(tasks: Iterable[asyncio.Task[Any] | None]) -> None:
    """Cancel until it took effect: a sender that is cancelled once still waits for its requests."""
    running = {task for task in tasks if task is not None and not task.done()}
    with suppress(TimeoutError):
        async with asyncio.timeout(ABANDON_SECONDS):
            while running:
                for task in running:
                    task.cancel()
                _, running = await asyncio.wait(running, timeout=0.05)


async def _within(seconds: float, ending: Awaitable[Any]) -> bool:
    """Wait for an ending; False when it failed or took longer."""
    try:
        async with asyncio.timeout(seconds):
            await ending
    except Exception:  # noqa: BLE001 (whatever went wrong, the harder ending follows)
        return False
    return True
