"""What every place of personal data tells of itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Table


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place such as `needs.contact`: what stands there, for what purpose, and how long."""

    place: str
    holds: str
    purpose: str
    kept_for: str


@dataclass(frozen=True, kw_only=True)
class TablePlace(Place):
    """A place in one table: `columns` are looked through; `record` names whose row it is, `at` since when it stands."""

    table: Table
    columns: tuple[str, ...]
    record: str = "id"
    at: str | None = None

    def covered(self) -> Iterable[str]:
        """Return the columns that are looked through, each as `table.column`."""
        return (f"{self.table.name}.{name.partition('.')[0]}" for name in self.looked_through())

    def looked_through(self) -> Iterable[str]:
        """Return the names of all columns that may tell of a person."""
        return self.columns

    def read(self) -> Iterable[str]:
        """Return the names of all columns that have to be read."""
        more = [self.record] if self.at is None else [self.record, self.at]
        return [name.partition(".")[0] for name in (*self.looked_through(), *more)]
