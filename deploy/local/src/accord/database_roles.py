"""Two roles for each service's database: one that owns the tables and migrates them, and the service's own (ADR 0024).

The embedded server trusts whoever reaches its socket: here the roles keep a mistake small, not an intruder out.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

ADMINISTRATOR: Final = "postgres"

# What an older data directory holds belongs to the administrator still; sequences and indexes go with their tables.
_HAND_OVER: Final = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT oid::regclass AS name, relkind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') AND relowner <> '{owner}'::regrole
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i') AND relkind = 'S')
  LOOP EXECUTE format('ALTER %s %s OWNER TO {owner}',
    CASE thing.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, thing.name); END LOOP;
  FOR thing IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proowner <> '{owner}'::regrole
  LOOP EXECUTE format('ALTER ROUTINE %s OWNER TO {owner}', thing.name); END LOOP;
END $$
"""

_OWNED: Final = "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = datname || '_owner'"

UrlOf = Callable[[str, str], str]
"""Gives the address of a database, as seen by a role."""


def owner_of(service: str) -> str:
    """Return the role that owns the tables of a service's database."""
    return f"{service}_owner"


async def provide_databases(url_of: UrlOf, services: Sequence[str]) -> None:
    """Create each service's roles and database where they are missing, and close the database to all others."""
    async with _connected(url_of(ADMINISTRATOR, ADMINISTRATOR)) as connection:
        roles = await _column(connection, "SELECT rolname FROM pg_roles")
        for role in sorted({*services, *map(owner_of, services)} - roles):
            await connection.exec_driver_sql(f'CREATE ROLE "{role}" LOGIN')
        known = await _column(connection, "SELECT datname FROM pg_database")
        owned = await _column(connection, _OWNED)
        for service in services:
            await _provide(connection, service, exists=service in known)
    for service in sorted(known.intersection(services) - owned):
        async with _connected(url_of(service, ADMINISTRATOR)) as connection:
            await connection.exec_driver_sql(_HAND_OVER.format(owner=owner_of(service)))
            # Last, for it says that all the rest was handed over.
            await connection.exec_driver_sql(f'ALTER DATABASE "{service}" OWNER TO "{owner_of(service)}"')


async def _provide(connection: AsyncConnection, service: str, *, exists: bool) -> None:
    if not exists:
        await connection.exec_driver_sql(f'CREATE DATABASE "{service}" OWNER "{owner_of(service)}"')
    await connection.exec_driver_sql(f'REVOKE CONNECT, TEMPORARY ON DATABASE "{service}" FROM PUBLIC')
    await connection.exec_driver_sql(f'GRANT CONNECT ON DATABASE "{service}" TO "{service}", "{owner_of(service)}"')


async def _column(connection: AsyncConnection, query: str) -> set[str]:
    return set((await connection.exec_driver_sql(query)).scalars())


@asynccontextmanager
async def _connected(url: str) -> AsyncGenerator[AsyncConnection]:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()
