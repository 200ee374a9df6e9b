"""Imperative mapping: the domain's plain classes on the tables, without the domain knowing."""

from typing import Any

from sqlalchemy.orm import registry

from needs.adapters import tables
from needs.domain.component import NeedComponent
from needs.domain.need import Need
from shared.persistence.aggregates import Entries, map_aggregate

mappers = registry(metadata=tables.metadata)


def map_domain() -> None:
    """Map the classes once; asked again it does nothing."""
    components = Entries("components", NeedComponent, tables.need_components)
    map_aggregate(mappers, Need, tables.needs, components, derive=_score)


def _score(need: Any) -> None:
    need.specificity_score = need.specificity().score
