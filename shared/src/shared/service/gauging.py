"""Figures that only the database knows, read by the worker at intervals, for /metrics never asks a database itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from prometheus_client import Gauge
from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from shared.metrics import ServiceMetrics
from shared.service.background import Repeated

EVERY_SECONDS: Final = 15.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Gauged:
    """A figure `<service>_<thing>_<unit>`, and the query whose one number it is; no number stands for 0."""

    thing: str
    unit: str
    meaning: str
    query: Select[Any]


def count_of(thing: str, meaning: str, table: Table, condition: ColumnElement[bool]) -> Gauged:
    """Return how many rows are so, as `<service>_<thing>_count`."""
    return Gauged(thing, "count", meaning, select(func.count()).select_from(table).where(condition))


def age_of(thing: str, meaning: str, since: ColumnElement[Any], condition: ColumnElement[bool]) -> Gauged:
    """Return how old the oldest row is that is so, by the database's time, as `<service>_<thing>_seconds`."""
    age = func.extract("epoch", func.now() - func.min(since))
    return Gauged(thing, "seconds", meaning, select(func.greatest(age, 0)).where(condition))


class Gauging(Repeated):
    """Reads the figures until it is stopped; while there is no answer they are no numbers (NaN).

    Every replica reads the same rows, so the largest of their answers is the figure.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        metrics: ServiceMetrics,
        gauged: Sequence[Gauged],
        *,
        every: float = EVERY_SECONDS,
    ) -> None:
        super().__init__(every)
        self._sessions = sessions
        self._gauges: list[tuple[Gauge, Select[Any]]] = [
            (metrics.gauge(each.thing, each.unit, each.meaning), each.query) for each in gauged
        ]
        self._know_nothing()

    def _know_nothing(self) -> None:
        for gauge, _ in self._gauges:
            gauge.set(math.nan)

    def _put_off(self, error: Exception) -> None:
        _log.warning("figures_not_read", error=type(error).__name__)
        self._know_nothing()

    async def _round(self) -> None:
        async with self._sessions() as session:
            for gauge, query in self._gauges:
                gauge.set(float(await session.scalar(query) or 0))
