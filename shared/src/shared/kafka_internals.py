"""What aiokafka keeps private and we cannot do without: ending its clients for certain, and seeing one that died.

aiokafka's own `stop` first flushes what is pending, so without a broker it hangs (#1013); cancelled there, it leaves
its tasks running, and a wave that was given up would arrive after its successor. Closing a socket is not enough
either: the kernel goes on sending what it holds. Hence the reset. This is the one module that uses private names.
"""

import asyncio
import socket
import struct
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any

STOP_SECONDS = 4.0
ABANDON_SECONDS = 0.5

_NO_LINGER = struct.pack("ii", 1, 0)


async def end_producer(producer: Any) -> None:
    """End a producer within a second; nothing that it still held is sent afterwards."""
    producer._closed = True  # noqa: SLF001 (see the module's docstring)
    _reset_connections(producer.client)
    await _cancel([producer._sender.sender_task])  # noqa: SLF001 (as above)
    await _close_client(producer.client)


async def end_consumer(consumer: Any) -> None:
    """Leave the group, if it is in one and the broker answers, and within 6 s be no member any more in any case."""
    if await _within(STOP_SECONDS, consumer.stop()):
        return
    coordinator, fetcher = consumer._coordinator, consumer._fetcher  # noqa: SLF001 (as above)
    if coordinator is not None:
        # A consumer that belongs to no group has another coordinator, with a task of its own.
        names = ("_coordination_task", "_heartbeat_task", "_commit_refresh_task", "_reset_committed_task")
        await _cancel([getattr(coordinator, name, None) for name in names])
    if fetcher is not None:
        await _within(ABANDON_SECONDS, fetcher.close())
    await _close_client(consumer._client)  # noqa: SLF001 (as above)


def fetching_has_died(consumer: Any) -> bool:
    """Whether the consumer will never return a record again, though it still heartbeats and keeps its partitions.

    A request that times out on a connection already dropped raises KeyError in aiokafka's fetcher: the silent stall
    of #1154, seen on Apache Kafka 4.3 when a broker is slow to come back.
    """
    fetcher = consumer._fetcher  # noqa: SLF001 (as above)
    return fetcher is not None and fetcher.error_future.done()


def topics_withheld(consumer: Any) -> set[str]:
    """Return the topics of which the broker told this consumer that it may not know of them.

    aiokafka writes that to its log, gives the member no partitions, and polls on as if there were nothing to read.
    """
    return set(consumer._client.cluster.unauthorized_topics)  # noqa: SLF001 (as above)


def _reset_connections(client: Any) -> None:
    """Drop the client's connections together with what their sockets have not sent yet."""
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
                _, running = await asyncio.wait(running, timeout=0.01)


async def _within(seconds: float, ending: Coroutine[Any, Any, Any]) -> bool:
    """Run an ending to its end; False when it failed or took longer.

    In a task of its own: what aiokafka cancels within itself can come out as if the caller were cancelled.
    """
    task = asyncio.create_task(ending)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        await _cancel([task])
    return task.done() and not task.cancelled() and task.exception() is None
