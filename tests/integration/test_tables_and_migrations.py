"""A migrated database is what the services' tables say, to the last constraint: autogenerate finds nothing to do."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from matcher.adapters.schema import metadata as matcher_tables
from needs.adapters.tables import metadata as needs_tables
from offers.adapters.schema import metadata as offers_tables
from shared.persistence.migrations import upgrade
from tests.support.database_fixtures import ServiceDatabase
from tests.support.databases import SERVICES

TABLES: dict[str, MetaData] = {"needs": needs_tables, "offers": offers_tables, "matcher": matcher_tables}

# What autogenerate does not look at: checks and their wording, partial and descending indexes, defaults, identities.
CATALOGUE = """
SELECT 'constraint', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'sequence', sequencename || ' ' || data_type FROM pg_sequences WHERE schemaname = 'public'
UNION ALL SELECT 'column', concat_ws(' ', table_name, column_name, data_type, udt_name, is_nullable, is_identity,
       identity_generation, column_default, numeric_precision, numeric_scale, character_maximum_length)
  FROM information_schema.columns WHERE table_schema = 'public'
"""


def engine_at(url: str) -> AsyncEngine:
    return create_async_engine(url, poolclass=NullPool)


async def catalogue_of(url: str) -> set[str]:
    """Return every column, constraint, index and sequence as PostgreSQL spells it; Alembic's own table is left out."""
    async with engine_at(url).connect() as connection:
        rows = await connection.execute(text(CATALOGUE))
        return {f"{kind}: {said}" for kind, said in rows if "alembic_version" not in said}


def differences(connection: Connection, tables: MetaData) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), tables)


@pytest.mark.parametrize("service", TABLES)
async def test_autogenerate_finds_no_difference(service_database: ServiceDatabase, service: str) -> None:
    async with engine_at(await service_database(service)).connect() as connection:
        assert await connection.run_sync(differences, TABLES[service]) == []


@pytest.mark.parametrize("service", TABLES)
async def test_tables_made_from_the_code_and_by_migrations_are_the_same(
    service_database: ServiceDatabase, database_url: str, service: str
) -> None:
    async with engine_at(database_url).begin() as connection:
        await connection.run_sync(TABLES[service].create_all)
    assert await catalogue_of(await service_database(service)) == await catalogue_of(database_url)


@pytest.mark.parametrize("service", TABLES)
async def test_migrating_twice_is_migrating_once(service_database: ServiceDatabase, service: str) -> None:
    url = await service_database(service)
    before = await catalogue_of(url)
    await upgrade(url, SERVICES / service / "migrations")
    assert await catalogue_of(url) == before


async def test_a_difference_is_found(service_database: ServiceDatabase) -> None:
    url = await service_database("matcher")
    async with engine_at(url).begin() as connection:
        await connection.execute(text("ALTER TABLE candidates ALTER score TYPE bigint"))
        await connection.execute(text("DROP INDEX candidates_of_offer"))
        found = str(await connection.run_sync(differences, matcher_tables))
    assert "modify_type" in found
    assert "candidates_of_offer" in found
