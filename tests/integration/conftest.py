"""Desks at which tests post needs and offers, each at a service of its own on an empty database."""

from collections.abc import AsyncIterator

import pytest

from tests.support.database_fixtures import ServiceDatabase
from tests.support.posting_services import BOTH, Desk, desk_at


@pytest.fixture
async def needs_desk(service_database: ServiceDatabase) -> AsyncIterator[Desk]:
    """The national authority of Burkina Faso, at the needs service."""
    async with desk_at(BOTH["needs"], await service_database("needs")) as desk:
        yield desk


@pytest.fixture
async def offers_desk(service_database: ServiceDatabase) -> AsyncIterator[Desk]:
    """The donor `eu`, at the offers service."""
    async with desk_at(BOTH["offers"], await service_database("offers")) as desk:
        yield desk


@pytest.fixture(params=sorted(BOTH))
async def desk(request: pytest.FixtureRequest, service_database: ServiceDatabase) -> AsyncIterator[Desk]:
    """An author at either service, one after the other."""
    async with desk_at(BOTH[request.param], await service_database(request.param)) as desk:
        yield desk
