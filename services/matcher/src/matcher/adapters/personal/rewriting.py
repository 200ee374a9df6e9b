"""Rows that stay while a person is taken out of them, whether a text names the person or an account is theirs."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.personal.columns import PersonalColumn
from shared.messaging.leadership import wait_for_turn
from shared.personal.holdings import Held
from shared.personal.person import Person
from shared.personal.places import Place
from shared.personal.scanning import Key, Row, batches_of_rows, in_chunks, key_of, locked_rows, rewriting
from shared.threads import in_thread

Found = tuple[Row, Mapping[str, Any]]
"""A row, and what of it is the person's or names them."""


@dataclass(frozen=True, kw_only=True)
class Rewritten(Place):
    """Rows of one table; `since` is the column that says from when they are.

    `anew` sets further columns of every row that is rewritten. `turn` names the lock that whoever writes such rows
    takes first. Rows are locked by their key, and only those in which the person was found.
    """

    table: Table
    columns: tuple[PersonalColumn, ...]
    since: str | None = None
    anew: Mapping[str, ColumnElement[Any]] | None = None
    turn: str | None = None

    def covered(self) -> Iterable[str]:
        """Return the columns that are looked through, each as `table.column`."""
        return (f"{self.table.name}.{each.name}" for each in self.columns)

    async def held_about(self, session: AsyncSession, person: Person) -> Sequence[Held]:
        """Return of each row in which the person stands the texts and accounts that are theirs or name them."""
        return [self._held(row, content) async for row, content in self._found(session, person)]

    async def erase(self, session: AsyncSession, person: Person, pseudonym: str) -> int:
        """Take the person out of each row, read again under its lock; a match's version stays."""
        if self.turn is not None:
            await wait_for_turn(session, self.turn)
        keys = [key_of(self.table, row) async for row, _ in self._found(session, person)]
        return sum([await self._rewrite(session, chunk, person, pseudonym) for chunk in in_chunks(keys)])

    async def _found(self, session: AsyncSession, person: Person) -> AsyncIterator[Found]:
        async for rows in batches_of_rows(session, self.table, self._read()):
            for found in await in_thread(self._about, rows, person):
                yield found

    def _about(self, rows: Sequence[Row], person: Person) -> list[Found]:
        found = [(row, self._content(row, person)) for row in rows]
        return [(row, content) for row, content in found if content]

    def _content(self, row: Row, person: Person) -> Mapping[str, Any]:
        return {where: said for each in self.columns for where, said in each.found(row[each.name], person).items()}

    async def _rewrite(self, session: AsyncSession, keys: Sequence[Key], person: Person, pseudonym: str) -> int:
        locked = await locked_rows(session, self.table, self._read(), keys)
        concerned = await in_thread(self._about, locked, person)
        for row, _ in concerned:
            values = {each.name: each.erased(row[each.name], person, pseudonym) for each in self.columns}
            await session.execute(rewriting(self.table, row, {**values, **(self.anew or {})}))
        return len(concerned)

    def _read(self) -> Iterable[str]:
        return [*(each.name for each in self.columns), *([self.since] if self.since else [])]

    def _held(self, row: Row, content: Mapping[str, Any]) -> Held:
        record = "/".join(str(part) for part in key_of(self.table, row))
        return Held(self.place, record, row[self.since] if self.since else None, content)
