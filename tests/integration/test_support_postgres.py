"""The databases that tests are given: fresh, migrated, and able to go away and come back."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.support.database_fixtures import ServiceDatabase
from tests.support.databases import SERVICES, Databases, allow_connections, block_connections
from tests.support.links.link import Link
from tests.support.links.weather import CLEAR, Weather
from tests.support.postgres import PostgresProcess

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


async def ask(url: str, question: str) -> Any:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        result = await connection.execute(text(question))
        return result.scalar() if result.returns_rows else None


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[asyncpg.Connection]:
    address = make_url(url)
    host = address.query.get("host", address.host)
    connection = await asyncpg.connect(user="postgres", host=host, port=address.port, database=address.database)
    try:
        yield connection
    finally:
        await connection.close()


async def test_each_test_is_given_an_empty_database_of_postgresql_18(database_url: str) -> None:
    assert str(await ask(database_url, "SHOW server_version")).startswith("18.")
    assert await ask(database_url, TABLES) == 0


async def test_the_server_forgoes_only_what_guards_against_a_loss_of_power(database_url: str) -> None:
    settings = [await ask(database_url, f"SHOW {name}") for name in ("fsync", "full_page_writes", "synchronous_commit")]
    assert settings == ["off", "off", "on"]


async def test_a_dropped_database_is_gone_even_while_something_is_connected(databases: Databases) -> None:
    url = await databases.create()
    async with connected(url):
        await databases.drop(url)
    with pytest.raises(DBAPIError, match="does not exist"):
        await ask(url, "SELECT 1")


async def test_a_template_is_prepared_once_and_every_copy_is_separate(databases: Databases) -> None:
    prepared: list[str] = []

    async def prepare(url: str) -> None:
        prepared.append(url)
        await ask(url, "CREATE TABLE marks (mark text)")

    first, second = [await databases.create(await databases.template("marks", prepare)) for _ in range(2)]
    await ask(first, "INSERT INTO marks VALUES ('CIV')")
    assert [await ask(url, "SELECT count(*) FROM marks") for url in (first, second)] == [1, 0]
    assert len(prepared) == 1


async def test_a_template_whose_preparation_failed_is_prepared_anew(databases: Databases) -> None:
    async def fail(url: str) -> None:
        await ask(url, "CREATE TABLE half_done (mark text)")
        raise ValueError(url)

    async def succeed(url: str) -> None:
        await ask(url, "CREATE TABLE done (mark text)")

    with pytest.raises(ValueError, match="template_fragile"):
        await databases.template("fragile", fail)
    url = await databases.create(await databases.template("fragile", succeed))
    assert await ask(url, "SELECT to_regclass('half_done') IS NULL AND to_regclass('done') IS NOT NULL")


@pytest.mark.parametrize("service", sorted(folder.parent.name for folder in SERVICES.glob("*/migrations")))
async def test_a_service_is_given_a_database_with_its_tables(service: str, service_database: ServiceDatabase) -> None:
    assert await ask(await service_database(service), TABLES) > 0


async def test_a_blocked_database_breaks_open_connections_and_refuses_new_ones(database_url: str) -> None:
    async with connected(database_url) as connection:
        await block_connections(database_url)
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
            await connection.execute("SELECT 1")
    with pytest.raises(DBAPIError, match="not currently accepting connections"):
        await ask(database_url, "SELECT 1")
    await allow_connections(database_url)
    assert await ask(database_url, "SELECT 1") == 1


@pytest.mark.parametrize("end", [PostgresProcess.stop, PostgresProcess.crash])
async def test_a_server_keeps_what_was_committed_when_it_ends_and_starts(postgres: PostgresProcess, end: Any) -> None:
    await ask(postgres.url(), "CREATE TABLE marks AS SELECT 'CIV' AS mark")
    end(postgres)
    with pytest.raises((OSError, DBAPIError)):
        await ask(postgres.url(), "SELECT 1")
    postgres.start()
    assert await ask(postgres.url(), "SELECT mark FROM marks") == "CIV"


async def test_a_link_can_stand_between_a_service_and_its_database(databases: Databases, database_url: str) -> None:
    async with Link(databases.server.socket) as link:
        through = f"postgresql+asyncpg://postgres@{link.address}/{make_url(database_url).database}"
        assert await ask(through, "SELECT 1") == 1
        link.change(Weather(refusing=True))
        with pytest.raises((OSError, DBAPIError)):
            await ask(through, "SELECT 1")
        link.change(CLEAR)
        assert await ask(through, "SELECT 1") == 1
