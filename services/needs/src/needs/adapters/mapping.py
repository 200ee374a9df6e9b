"""Imperative mapping: the domain's plain classes on the tables, without the domain knowing."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import registry, relationship

from needs.adapters import tables
from needs.domain.component import NeedComponent
from needs.domain.holding import Holding
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from shared.persistence.aggregates import Entries, map_aggregate

mappers = registry(metadata=tables.metadata)


def map_domain() -> None:
    """Map the classes once; asked again it does nothing."""
    components = Entries("components", NeedComponent, tables.need_components)
    map_aggregate(mappers, Need, tables.needs, components, derive=_score)
    if inspect(Reservation, raiseerr=False) is None:
        _map_reservations()


def _map_reservations() -> None:
    """Map what is held; its `version` counts answers and not commits, and the row is always locked before a change."""
    table = tables.reservation_holdings
    held = relationship(Holding, order_by=table.c.position, cascade="all, delete-orphan", lazy="selectin")
    mappers.map_imperatively(Holding, table)
    mappers.map_imperatively(Reservation, tables.reservations, properties={"holdings": held})
    event.listen(Reservation, "load", _without_news)


def _without_news(record: Any, _context: Any) -> None:
    record.events, record.movements = [], []


def _score(need: Any) -> None:
    need.specificity_score = need.specificity().score
