"""What the worker reads from its database for /metrics, in each service, and what it shows while there is none."""

import math
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, text

from matcher.adapters.gauged import GAUGED as OF_MATCHER
from matcher.adapters.rounds.tables import rounds
from matcher.adapters.tables import dead_letters, erasures
from needs.adapters.tables import dead_letters as dead_letters_of_needs
from needs.main import GAUGED as OF_NEEDS
from offers.main import GAUGED as OF_OFFERS
from shared.identifiers import new_id
from shared.metrics import ServiceMetrics
from shared.persistence.database import Database
from shared.service.gauged_rows import letters_waiting
from shared.service.gauging import Gauging
from tests.support.database_fixtures import ServiceDatabase
from tests.support.running_parts import at_work
from tests.support.waiting import eventually

ALL = {
    "needs": (letters_waiting(dead_letters_of_needs), *OF_NEEDS),
    "offers": OF_OFFERS,
    "matcher": (letters_waiting(dead_letters), *OF_MATCHER),
}

LOG_BEGINS = {
    "matcher": {"matcher_decision_log_head_entries": 1.0, "matcher_decision_log_unpublished_entries": 1.0},
}
"""The migration wrote the first entry, which names the log."""


class Read:
    """The figures as a scrape finds them."""

    def __init__(self, service: str, database: Database) -> None:
        self.metrics = ServiceMetrics(service)
        self.part = Gauging(database.sessions, self.metrics, ALL[service], every=0.01)
        self.names = [f"{service}_{each.thing}_{each.unit}" for each in ALL[service]]

    def __getitem__(self, name: str) -> float:
        value = self.metrics.registry.get_sample_value(name)
        assert value is not None
        return value

    async def once(self) -> None:
        """Wait until all of them have been read."""
        await eventually(lambda: not any(math.isnan(self[name]) for name in self.names), what="the figures are read")


@asynccontextmanager
async def database_at(url: str) -> AsyncGenerator[Database]:
    database = Database.at(url, pool_size=2)
    try:
        yield database
    finally:
        await database.dispose()


@pytest.mark.parametrize("service", sorted(ALL))
async def test_every_figure_of_an_empty_service_is_nought(service: str, service_database: ServiceDatabase) -> None:
    async with database_at(await service_database(service)) as database:
        read = Read(service, database)
        async with at_work(read.part):
            await read.once()
        assert {name: read[name] for name in read.names if read[name]} == LOG_BEGINS.get(service, {})


async def test_what_waits_and_for_how_long_is_shown(service_database: ServiceDatabase) -> None:
    async with database_at(await service_database("matcher")) as database:
        hour_ago = func.now() - timedelta(hours=1)
        place = {"consumer": "matcher", "topic": "t", "partition": 0, "offset": 1}
        letter = place | {"digest": "d", "headers": [], "error": "e"}
        asked = {"id": new_id(), "status": "queued", "settings": {}, "requested_by": "desk"}
        async with database.engine.begin() as connection:
            await connection.execute(insert(dead_letters).values(**letter))
            await connection.execute(insert(dead_letters).values(**letter | {"offset": 2}, replayed_at=func.now()))
            await connection.execute(insert(erasures).values(id=new_id(), at=hour_ago, identifiers=[]))
            await connection.execute(insert(rounds).values(**asked, created_at=hour_ago))
        read = Read("matcher", database)
        async with at_work(read.part):
            await read.once()
        assert (read["matcher_dead_letters_waiting_count"], read["matcher_erasures_applied_count"]) == (1, 0)
        assert 3600 <= read["matcher_rounds_oldest_queued_seconds"] < 4000
        assert 3600 <= read["matcher_erasures_oldest_pending_seconds"] < 4000


async def test_figures_that_cannot_be_read_any_more_are_no_numbers(service_database: ServiceDatabase) -> None:
    async with database_at(await service_database("needs")) as database:
        read = Read("needs", database)
        async with at_work(read.part):
            await read.once()
            async with database.engine.begin() as connection:
                await connection.execute(text("ALTER TABLE dead_letters RENAME TO elsewhere"))
            await eventually(lambda: math.isnan(read["needs_erasures_applied_count"]), what="nothing is said")
