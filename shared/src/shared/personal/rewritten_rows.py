"""Places whose rows stay while the person is taken out of them: what a State or a donor said officially remains."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.personal.holdings import Held
from shared.personal.person import Person
from shared.personal.places import TablePlace
from shared.personal.scanning import Row, batches_of_rows, in_chunks, key_of, locked_rows, rewriting
from shared.threads import in_thread

_COMPUTED_FROM: Final = ("external_id", "status", "visibility")
"""Members of a document by which records are told apart and shown, which are therefore left as they are."""

Follow = Callable[[AsyncSession, Sequence[UUID]], Awaitable[None]]

Changed = tuple[Row, dict[str, Any]]
"""A row, and its columns that tell of the person as they are without it."""


@dataclass(frozen=True, kw_only=True)
class RewrittenRows(TablePlace):
    """Contacts and texts in `columns`, and accounts in `accounts`: a column, or `column.member` of a document.

    `follow` is given the records of the rows that changed, in the same transaction.
    """

    accounts: tuple[str, ...] = ()
    follow: Follow | None = None

    def looked_through(self) -> Iterable[str]:
        """Return texts, documents and accounts."""
        return (*self.columns, *self.accounts)

    async def held_about(self, session: AsyncSession, person: Person) -> Sequence[Held]:
        """Return the columns that tell of the person, of each row."""
        return [self._held(row, told) async for row, told in self._found(session, person, "")]

    async def erase(self, session: AsyncSession, person: Person, pseudonym: str) -> int:
        """Take the person out of each row, read again under its lock; the record's version stays."""
        keys = [key_of(self.table, row) async for row, _ in self._found(session, person, pseudonym)]
        changed: list[UUID] = []
        for chunk in in_chunks(keys):
            locked = await locked_rows(session, self.table, self.read(), chunk)
            for row, changes in await in_thread(self._concerned, locked, person, pseudonym):
                await session.execute(rewriting(self.table, row, changes))
                changed.append(row[self.record])
        if changed and self.follow is not None:
            await self.follow(session, changed)
        return len(changed)

    async def _found(self, session: AsyncSession, person: Person, pseudonym: str) -> AsyncIterator[Changed]:
        async for batch in batches_of_rows(session, self.table, self.read()):
            for found in await in_thread(self._concerned, batch, person, pseudonym):
                yield found

    def _concerned(self, rows: Sequence[Row], person: Person, pseudonym: str) -> list[Changed]:
        judged = [(row, self._changes(row, person, pseudonym)) for row in rows]
        return [(row, changes) for row, changes in judged if changes]

    def _held(self, row: Row, told: Iterable[str]) -> Held:
        since = None if self.at is None else row[self.at]
        return Held(self.place, str(row[self.record]), since, {name: row[name] for name in told})

    def _changes(self, row: Row, person: Person, pseudonym: str) -> dict[str, Any]:
        """Return the columns that tell of the person, as they are without it."""
        given = {name: row[name] for name in self.columns}
        without: dict[str, Any] = person.taken_out_of_document(given)
        changed = {name: _kept(value, without.get(name)) for name, value in given.items()}
        for account in self.accounts:
            column, _, member = account.partition(".")
            present = changed.get(column, row[column])
            changed[column] = _disowned(present, member, person, pseudonym)
        return {name: value for name, value in changed.items() if value != row[name]}


def _kept(before: Any, after: Any) -> Any:
    kept = {name: value for name, value in _members(before).items() if name in _COMPUTED_FROM}
    return after | kept if kept else after


def _disowned(value: Any, member: str, person: Person, pseudonym: str) -> Any:
    """Return an account's subject, or a document with one in it, with the pseudonym in the place of this person's."""
    if not member:
        return pseudonym if person.is_account(value) else value
    members = _members(value)
    return members | {member: pseudonym} if person.is_account(members.get(member)) else value


def _members(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
