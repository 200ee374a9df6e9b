"""Databases of a test's own: made from a prepared template, dropped afterwards, and taken away on purpose."""

import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from shared.persistence.migrations import upgrade
from tests.support.postgres import PostgresProcess

SERVICES = Path(__file__).parents[2] / "services"
_END_CONNECTIONS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1"
Preparation = Callable[[str], Awaitable[None]]


class Databases:
    """The databases of one server; a template is prepared once and copied for each test that asks."""

    def __init__(self, server: PostgresProcess) -> None:
        self.server = server
        self._numbers = itertools.count(1)
        self._templates: set[str] = set()

    async def create(self, template: str = "template1") -> str:
        """Create a database with what `template` holds, and return its address."""
        url = self.server.url(f"test_{next(self._numbers)}")
        await _administer(url, f"CREATE DATABASE {_name(url)} TEMPLATE {_quoted(template)} STRATEGY file_copy")
        return url

    async def drop(self, url: str) -> None:
        """Drop a database, closing what is still connected to it."""
        await _administer(url, f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    async def template(self, name: str, prepare: Preparation) -> str:
        """Return the name of a database that `prepare` has filled, once; a preparation that fails leaves none."""
        template = f"template_{name}"
        if template not in self._templates:
            url = self.server.url(template)
            await _administer(url, f"CREATE DATABASE {_quoted(template)}")
            try:
                await prepare(url)
            except BaseException:
                await self.drop(url)
                raise
            await block_connections(url)
            self._templates.add(template)
        return template

    async def create_for_service(self, service: str) -> str:
        """Create a database as the migrations of `service` leave it."""

        async def migrate(url: str) -> None:
            await upgrade(url, SERVICES / service / "migrations")

        return await self.create(await self.template(service, migrate))


async def block_connections(url: str) -> None:
    """Take a database away: its connections break and new ones are refused, until `allow_connections`."""
    async with _beside(url) as connection:
        await connection.execute(f"ALTER DATABASE {_name(url)} ALLOW_CONNECTIONS false")
        await connection.execute(_END_CONNECTIONS, make_url(url).database)


async def allow_connections(url: str) -> None:
    """Give back a database that `block_connections` took away."""
    await _administer(url, f"ALTER DATABASE {_name(url)} ALLOW_CONNECTIONS true")


def _name(url: str) -> str:
    return _quoted(make_url(url).database or "")


def _quoted(identifier: str) -> str:
    return '"{}"'.format(identifier.replace('"', '""'))


async def _administer(url: str, statement: str) -> None:
    async with _beside(url) as connection:
        await connection.execute(statement)


@asynccontextmanager
async def _beside(url: str) -> AsyncGenerator[asyncpg.Connection]:
    """Connect to another database of the server, from where the one at `url` can be made, barred and dropped."""
    address = make_url(url)
    host = address.query.get("host", address.host)
    connection = await asyncpg.connect(user="postgres", host=host, port=address.port, database="postgres")
    try:
        yield connection
    finally:
        await connection.close()
