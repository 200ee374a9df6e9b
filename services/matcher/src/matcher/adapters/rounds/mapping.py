"""Imperative mapping of rounds: the plain class on its table, without the domain knowing."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import registry

from matcher.adapters.metadata import metadata
from matcher.adapters.rounds.tables import rounds
from matcher.domain.round_life import Round

mappers = registry(metadata=metadata)

OF_A_ROUND = (
    "id",
    "status",
    "settings",
    "scope_states",
    "requested_by",
    "created_at",
    "started_at",
    "finished_at",
    "last_event",
)
"""What the aggregate is made of; the rest of the row is the worker's to write."""


def map_rounds() -> None:
    """Map the class once; asked again it does nothing."""
    if inspect(Round, raiseerr=False) is None:
        mappers.map_imperatively(Round, rounds, include_properties=[rounds.c[name] for name in OF_A_ROUND])
        event.listen(Round, "load", _without_events)


def _without_events(record: Any, _context: Any) -> None:
    record.events = []
