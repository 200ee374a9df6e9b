"""One leader among several relays of a service: a PostgreSQL advisory lock on the relay's own connection.

Losing the connection loses both the lock and the right to mark rows, and cuts off what the leader was sending, so
that a deposed leader can do no harm. A leader that stands still keeps its connection, so PostgreSQL ends a session
that says nothing for too long. The lock belongs to the session, so no pooler may share the connection.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

_KEEPALIVE = "tcp_keepalives_idle = 5", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3"
"""The server notices within 20 s that a leader's machine is gone; by its own settings it would take two hours."""

_SILENCE = "idle_session_timeout", "idle_in_transaction_session_timeout"
"""A process that stands still answers keep-alives, for its kernel does; its lock would be kept until it goes on."""


def lock_number(name: str) -> int:
    """Return the advisory lock's number (a signed 64-bit integer) for a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


async def wait_for_turn(transaction: AsyncConnection | AsyncSession, name: str) -> None:
    """Wait for the lock of this name and hold it until the transaction ends."""
    await transaction.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": lock_number(name)})


@asynccontextmanager
async def own_connection(engine: AsyncEngine, *, silence_seconds: float) -> AsyncGenerator[AsyncConnection]:
    """Open a connection that is closed for good afterwards, so that no lock goes back into a pool.

    PostgreSQL closes it when nothing was said on it for `silence_seconds`, inside a transaction or outside.
    """
    connection = await engine.connect()
    try:
        async with connection.begin():
            for setting in (*_KEEPALIVE, *(f"{name} = {int(silence_seconds * 1000)}" for name in _SILENCE)):
                await connection.execute(text(f"SET {setting}"))
        yield connection
    finally:
        await connection.invalidate()
        await connection.close()


@asynccontextmanager
async def while_connected(connection: AsyncConnection) -> AsyncGenerator[None]:
    """Cancel the block the moment the connection is known to be lost; TimeoutError is raised from it then."""
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as lease:

        def lost(_: object) -> None:
            with suppress(RuntimeError):
                lease.reschedule(loop.time())

        driver.add_termination_listener(lost)
        try:
            yield
        finally:
            driver.remove_termination_listener(lost)


async def try_to_lead(connection: AsyncConnection, name: str) -> bool:
    """Take the lock if nobody holds it; it stays with the connection until that closes."""
    async with connection.begin():
        answer = await connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": lock_number(name)})
    return bool(answer.scalar_one())
