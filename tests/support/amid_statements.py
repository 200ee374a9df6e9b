"""A change that somebody commits right after one statement of another, at the worst moment between two."""

import asyncio
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import asyncpg
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url


@contextmanager
def committed_after(reading: str, url: str, *changes: str) -> Generator[None]:
    """Have the changes committed once, right after the first statement that contains `reading`."""
    waiting = [changes]

    def commit(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if reading in statement and waiting:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, _commit(url, waiting.pop())).result()

    event.listen(Engine, "after_cursor_execute", commit)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", commit)
    assert not waiting, f"no statement contains {reading!r}"


async def _commit(url: str, changes: tuple[str, ...]) -> None:
    address = make_url(url)
    host = address.query.get("host", address.host)
    connection = await asyncpg.connect(user="postgres", host=host, port=address.port, database=address.database)
    try:
        async with connection.transaction():
            for change in changes:
                await connection.execute(change)
    finally:
        await connection.close()
