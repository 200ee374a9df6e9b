"""Imperative mapping: the domain's plain classes on the tables, without the domain knowing."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import registry, relationship

from needs.adapters import tables
from needs.domain.component import NeedComponent
from needs.domain.need import Need

mappers = registry(metadata=tables.metadata)


def map_domain() -> None:
    """Map the classes once; asked again it does nothing."""
    if Need in {mapper.class_ for mapper in mappers.mappers}:
        return
    mappers.map_imperatively(NeedComponent, tables.need_components)
    components = relationship(
        NeedComponent,
        order_by=tables.need_components.c.position,
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    mappers.map_imperatively(
        Need, tables.needs, version_id_col=tables.needs.c.version, properties={"components": components}
    )
    event.listen(Need, "load", _without_events)
    event.listen(Need, "before_insert", _score)
    event.listen(Need, "before_update", _score)


def _without_events(need: Need, _context: Any) -> None:
    need.events = []


def _score(_mapper: Any, _connection: Any, need: Any) -> None:
    need.specificity_score = need.specificity().score
