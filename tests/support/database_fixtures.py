"""A pytest plugin: PostgreSQL as fixtures, one server for each worker, one database for each test.

One server a worker was chosen over one for all: it costs half a second of one core, and needs no lock.
"""

import importlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.postgres import PostgresProcess

if TYPE_CHECKING:
    from tests.support.databases import Databases

ServiceDatabase = Callable[[str], Awaitable[str]]


@pytest.fixture(scope="session")
def databases() -> "Iterator[Databases]":
    """The worker's server; templates live as long as it does.

    SQLAlchemy and Alembic are imported only here, for a run of unit tests needs neither.
    """
    server = PostgresProcess()
    try:
        server.start()
        yield importlib.import_module("tests.support.databases").Databases(server)
    finally:
        server.close()


@pytest.fixture
async def database_url(databases: "Databases") -> AsyncIterator[str]:
    """The address of an empty database."""
    url = await databases.create()
    yield url
    await databases.drop(url)


@pytest.fixture
async def service_database(databases: "Databases") -> AsyncIterator[ServiceDatabase]:
    """A function from a service's name to the address of a database with that service's tables."""
    created: list[str] = []

    async def create(service: str) -> str:
        created.append(await databases.create_for_service(service))
        return created[-1]

    yield create
    for url in created:
        await databases.drop(url)


@pytest.fixture
def postgres() -> Iterator[PostgresProcess]:
    """A server of the test's own, already started, for tests that stop it."""
    server = PostgresProcess()
    try:
        server.start()
        yield server
    finally:
        server.close()
