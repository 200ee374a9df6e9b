"""One leader among several relays of a service: a PostgreSQL advisory lock on the relay's own connection.

Losing the connection loses both the lock and the right to mark rows, so a deposed leader can do no harm.
"""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


def lock_number(name: str) -> int:
    """Return the advisory lock's number (a signed 64-bit integer) for a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


@asynccontextmanager
async def own_connection(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Open a connection that is closed for good afterwards, so that no lock goes back into a pool."""
    connection = await engine.connect()
    try:
        yield connection
    finally:
        await connection.invalidate()
        await connection.close()


async def try_to_lead(connection: AsyncConnection, name: str) -> bool:
    """Take the lock if nobody holds it; it stays with the connection until that closes."""
    async with connection.begin():
        answer = await connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": lock_number(name)})
    return bool(answer.scalar_one())
