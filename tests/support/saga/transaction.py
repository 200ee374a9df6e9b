"""A transaction on a store: copies of what it reads, stored by its commit and forgotten otherwise."""

from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

from shared.identity.actor import Actor
from tests.support.saga.replicas import replica
from tests.support.saga.store import Store

T = TypeVar("T")


class Transaction:
    """What every unit of work in memory has in common; a service's own offers its repositories on it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._touched: dict[tuple[type, UUID], Any] = {}

    async def __aenter__(self) -> Self:
        self._touched = {}
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._touched = {}

    async def commit(self, by: Actor) -> None:  # noqa: ARG002 (the port's)
        """Store every change with its events, or nothing."""
        self.must_be_allowed()
        self.store.commit(self._touched)

    def must_be_allowed(self) -> None:
        """Raise what the database's unique indexes would."""

    def find(self, kind: type[T], record_id: UUID) -> T | None:
        """Return this transaction's copy of an aggregate, if there is one."""
        key = kind, record_id
        if key not in self._touched:
            stored = self.store.all_of(kind).get(record_id)
            if stored is None:
                return None
            self._touched[key] = replica(stored)
        return self._touched[key]

    def keep(self, kind: type, record: Any) -> None:
        """Take in a new aggregate."""
        self._touched[kind, record.id] = record

    def where(self, kind: type[T], **values: object) -> list[T]:
        """Return this transaction's copies of the aggregates with these values, by id."""
        stored: dict[UUID, Any] = {**self.store.all_of(kind)}
        stored |= {record_id: record for (touched, record_id), record in self._touched.items() if touched is kind}
        fitting = [
            key for key, each in stored.items() if all(getattr(each, name) == is_ for name, is_ in values.items())
        ]
        found = (self.find(kind, record_id) for record_id in sorted(fitting))
        return [record for record in found if record is not None]
