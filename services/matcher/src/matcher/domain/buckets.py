"""Records by category and by State, so that a search touches only those that could possibly match."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

Record = TypeVar("Record")


@dataclass(frozen=True)
class Row(Generic[Record]):
    """A record with what a search asks of it first: its categories, its part of the table, its States as bits.

    `may_match` is false where its own status or visibility leaves it nothing but near misses.
    """

    record: Record
    categories: frozenset[str]
    historic: bool
    states: int
    may_match: bool


class Buckets(Generic[Record]):
    """Rows by id, and their ids by category; historic examples and live records lie in separate parts."""

    def __init__(self) -> None:
        self._rows: dict[UUID, Row[Record]] = {}
        self._ids: dict[tuple[bool, str], set[UUID]] = {}

    def __iter__(self) -> Iterator[Record]:
        return (row.record for row in self._rows.values())

    def copy(self) -> "Buckets[Record]":
        """Return buckets of the same rows; changing one leaves the other as it is."""
        twin: Buckets[Record] = Buckets()
        twin._rows = dict(self._rows)
        twin._ids = {key: set(ids) for key, ids in self._ids.items()}
        return twin

    def get(self, record_id: UUID) -> Row[Record] | None:
        """Return the row of that id, if there is one."""
        return self._rows.get(record_id)

    def put(self, record_id: UUID, row: Row[Record]) -> None:
        """Keep the row in place of any former one."""
        self.drop(record_id)
        self._rows[record_id] = row
        for category in row.categories:
            self._ids.setdefault((row.historic, category), set()).add(record_id)

    def drop(self, record_id: UUID) -> None:
        """Forget the row, if it is there."""
        row = self._rows.pop(record_id, None)
        if row is None:
            return
        for category in row.categories:
            self._ids[row.historic, category].discard(record_id)

    def possible(self, categories: Iterable[str], *, states: int, historic: bool) -> Iterator[Record]:
        """Return what may match of one part and has one of the categories and a State in common; in no set order."""
        ids: set[UUID] = set()
        for category in categories:
            ids |= self._ids.get((historic, category), set())
        return (row.record for each in ids if (row := self._rows[each]).may_match and row.states & states)

    def of_part(self, *, historic: bool) -> Iterator[Record]:
        """Return all records of one part."""
        return (row.record for row in self._rows.values() if row.historic == historic)
