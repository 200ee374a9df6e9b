"""Imperative mapping of an aggregate and the entities it owns, without the domain knowing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.orm import registry, relationship


@dataclass(frozen=True)
class Entries:
    """The entities that an aggregate owns: its list of them, in the order of their `position`."""

    attribute: str
    kind: type
    table: Table


def map_aggregate(
    mappers: registry,
    kind: type,
    table: Table,
    entries: Entries,
    *,
    properties: Mapping[str, Any] | None = None,
    derive: Callable[[Any], None] | None = None,
) -> None:
    """Map the classes once; asked again it does nothing.

    The table's `version` guards every update. `derive` sets, before each write, columns that only queries need.
    """
    if kind in {mapper.class_ for mapper in mappers.mappers}:
        return
    mappers.map_imperatively(entries.kind, entries.table)
    owned = relationship(entries.kind, order_by=entries.table.c.position, cascade="all, delete-orphan", lazy="selectin")
    mappers.map_imperatively(
        kind, table, version_id_col=table.c.version, properties={entries.attribute: owned, **(properties or {})}
    )
    event.listen(kind, "load", _without_events)
    if derive is not None:
        _derive_before_writing(kind, derive)


def _without_events(record: Any, _context: Any) -> None:
    record.events = []


def _derive_before_writing(kind: type, derive: Callable[[Any], None]) -> None:
    def before_write(_mapper: Any, _connection: Any, record: Any) -> None:
        derive(record)

    event.listen(kind, "before_insert", before_write)
    event.listen(kind, "before_update", before_write)
