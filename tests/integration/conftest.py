"""Desks at which tests post needs and offers, each at a service of its own on an empty database."""

from collections.abc import AsyncIterator

import pytest

from tests.support.database_fixtures import ServiceDatabase
from tests.support.posting_services import BOTH, Desk, Posting, desk_at
from tests.support.running_matcher import RunningMatcher, matcher_at


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
def posting(request: pytest.FixtureRequest) -> Posting:
    """One kind of record, then the other."""
    return BOTH[request.param]


@pytest.fixture
async def desk_database(posting: Posting, service_database: ServiceDatabase) -> str:
    """The database of the desk's service."""
    return await service_database(posting.definition.name)


@pytest.fixture
async def desk(posting: Posting, desk_database: str) -> AsyncIterator[Desk]:
    """An author at either service, one after the other."""
    async with desk_at(posting, desk_database) as desk:
        yield desk


@pytest.fixture
async def matcher(service_database: ServiceDatabase) -> AsyncIterator[RunningMatcher]:
    """The matcher, on an empty database."""
    async with matcher_at(await service_database("matcher")) as running:
        yield running
