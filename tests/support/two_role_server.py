"""A PostgreSQL server on which each service's database has its two roles, as the embedded stack makes them."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg
from sqlalchemy.engine import make_url

from accord.database_roles import owner_of, provide_databases
from shared.persistence.grants import grant_service_rights
from shared.persistence.migrations import upgrade
from tests.support.databases import SERVICES
from tests.support.postgres import PostgresProcess
from tests.support.service_definitions import SERVICES as DEFINITIONS


@dataclass(frozen=True)
class TwoRoleServer:
    """A server, and the addresses of its databases as each role sees them."""

    process: PostgresProcess

    def url(self, database: str, role: str) -> str:
        """Return the address of a database as seen by a role."""
        return make_url(self.process.url(database)).set(username=role).render_as_string(hide_password=False)

    async def provide(self, *services: str) -> None:
        """Make roles and databases, and migrate."""
        await provide_databases(self.url, services)
        for service in services:
            await self.migrate(service)

    async def migrate(self, service: str) -> None:
        """Do what the command `migrate` does."""
        owner = self.url(service, owner_of(service))
        await upgrade(owner, SERVICES / service / "migrations")
        await grant_service_rights(owner, self.url(service, service), DEFINITIONS[service].append_only)

    async def run(self, database: str, role: str, *statements: str) -> list[asyncpg.Record]:
        """Run statements as a role, and return the rows of the last one."""
        connection = await asyncpg.connect(user=role, host=str(self.process.directory), database=database)
        try:
            found: list[asyncpg.Record] = []
            for statement in statements:
                found = await connection.fetch(statement)
            return found
        finally:
            await connection.close()


@contextmanager
def two_role_server(*services: str) -> Generator[TwoRoleServer]:
    """Run a server of its own, for roles belong to a server, with the databases of these services."""
    process = PostgresProcess()
    try:
        process.start()
        server = TwoRoleServer(process)
        asyncio.run(server.provide(*services))
        yield server
    finally:
        process.close()
