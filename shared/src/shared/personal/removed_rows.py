"""Places whose rows go whole when they tell of the person: copies, and what is kept for a while only."""

import json
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, TableClause, delete, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shared.personal.holdings import Held
from shared.personal.person import Person
from shared.personal.places import TablePlace
from shared.personal.scanning import Row, batches_of_rows, in_chunks, key_of, locked_rows, stored
from shared.threads import in_thread


@dataclass(frozen=True, kw_only=True)
class RemovedRows(TablePlace):
    """Rows that go because their `account` is the person's, or their `columns` mention it: text, bytes or JSON.

    A row for which `may_go` does not hold stays, because something would be lost with it.
    """

    account: str | None = None
    may_go: Callable[[TableClause], ColumnElement[bool]] | None = None

    def looked_through(self) -> Iterable[str]:
        """Return texts, documents and the account."""
        return self.columns if self.account is None else (*self.columns, self.account)

    async def held_about(self, session: AsyncSession, person: Person) -> Sequence[Held]:
        """Return what each such row says."""
        return [self._held(row) async for row in self._found(session, person)]

    async def erase(self, session: AsyncSession, person: Person, pseudonym: str) -> int:  # noqa: ARG002 (nothing stays)
        """Remove each such row, read again under its lock."""
        keys = [key_of(self.table, row) async for row in self._found(session, person)]
        removed = 0
        raw = stored(self.table)
        key_columns = [raw.c[each.name] for each in self.table.primary_key.columns]
        key = tuple_(*key_columns)
        for chunk in in_chunks(keys):
            locked = await locked_rows(session, self.table, self.read(), chunk)
            going = [key_of(self.table, row) for row in await in_thread(self._concerned, locked, person)]
            is_free = true() if self.may_go is None else self.may_go(raw)
            gone = await session.execute(delete(raw).where(key.in_(going), is_free).returning(*key_columns))
            removed += len(gone.all())
        return removed

    async def _found(self, session: AsyncSession, person: Person) -> AsyncIterator[Row]:
        async for batch in batches_of_rows(session, self.table, self.read()):
            for row in await in_thread(self._concerned, batch, person):
                yield row

    def _concerned(self, rows: Sequence[Row], person: Person) -> list[Row]:
        return [row for row in rows if self._concerns(row, person)]

    def _held(self, row: Row) -> Held:
        since = None if self.at is None else row[self.at]
        return Held(
            self.place, str(row[self.record]), since, {name: _said(row[name]) for name in self.looked_through()}
        )

    def _concerns(self, row: Row, person: Person) -> bool:
        if self.account is not None and person.is_account(row[self.account]):
            return True
        return any(_mentions(row[name], person) for name in self.columns)


def _mentions(value: Any, person: Person) -> bool:
    said = _said(value)
    if isinstance(said, str):
        return person.is_mentioned_in(said)
    return person.taken_out_of_document(said) != said


def _said(value: Any) -> Any:
    """Return bytes as the document or the text that they are."""
    if not isinstance(value, bytes):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value.decode(errors="replace")
