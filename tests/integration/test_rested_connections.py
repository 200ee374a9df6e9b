"""Pooled connections are asked whether they live only when that is in doubt, and replaced when they do not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.persistence.resting import doubt_after_rest

AT_ONCE, LONG = 0.0, 60.0


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine with one connection, so that each use takes the same."""
    engine = create_async_engine(database_url, pool_size=1, max_overflow=0)
    yield engine
    await engine.dispose()


async def said_at_the_next_use(engine: AsyncEngine) -> list[str]:
    """Use the connection twice, and return what the driver was told the second time."""
    said: list[str] = []

    def note(query: Any) -> None:
        said.append(query.query)

    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await connection.execute(text("SELECT 'first'"))
    driver.add_query_logger(note)
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 'second'"))
    return said


async def session_of(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(text("SELECT pg_backend_pid()")) or 0)


async def test_a_connection_that_was_used_a_moment_ago_is_not_asked(engine: AsyncEngine) -> None:
    doubt_after_rest(engine.sync_engine, LONG)
    assert "SELECT 1" not in await said_at_the_next_use(engine)


async def test_a_connection_that_has_rested_is_asked_first(engine: AsyncEngine) -> None:
    doubt_after_rest(engine.sync_engine, AT_ONCE)
    assert "SELECT 1" in await said_at_the_next_use(engine)


async def test_a_connection_that_the_server_ended_is_replaced_without_an_error(
    engine: AsyncEngine, database_url: str
) -> None:
    doubt_after_rest(engine.sync_engine, LONG)
    ended = await session_of(engine)
    other = create_async_engine(database_url)
    async with other.begin() as connection:
        await connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": ended})
    await other.dispose()
    assert await session_of(engine) != ended
