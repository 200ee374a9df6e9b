"""The accounts behind the pseudonyms of the log of accesses: an erased one leaves accesses that nobody is behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.personal.access_tables import AccessTables
from shared.personal.holdings import Held
from shared.personal.person import Person
from shared.personal.places import Place


@dataclass(frozen=True, kw_only=True)
class ContactReaders(Place):
    """Who was shown the contacts of others; the log itself names nobody, and stays as it is."""

    tables: AccessTables

    def covered(self) -> Iterable[str]:
        """Return the column that is looked through, as `table.column`."""
        return (f"{self.tables.readers.name}.subject",)

    async def held_about(self, session: AsyncSession, person: Person) -> Sequence[Held]:
        """Return each access by an account of this person, oldest first."""
        accesses = self.tables.accesses
        mine = accesses.c.reader.in_(await self._readers(session, person))
        rows = await session.execute(select(accesses).where(mine).order_by(accesses.c.number))
        return [self._held(row) for row in rows.mappings()]

    async def erase(self, session: AsyncSession, person: Person, pseudonym: str) -> int:  # noqa: ARG002 (nothing stays)
        """Remove who stands behind a pseudonym; read again later, the account gets another."""
        readers = self.tables.readers
        known = await self._readers(session, person)
        gone = await session.execute(
            delete(readers).where(readers.c.pseudonym.in_(known)).returning(readers.c.pseudonym)
        )
        return len(gone.all())

    async def _readers(self, session: AsyncSession, person: Person) -> Sequence[UUID]:
        readers = self.tables.readers
        rows = await session.execute(select(readers.c.pseudonym, readers.c.subject))
        return [pseudonym for pseudonym, subject in rows if person.is_account(subject)]

    def _held(self, row: Mapping[Any, Any]) -> Held:
        told = ("by_role", "organisation", "regions", "through")
        return Held(self.place, str(row["record_id"]), row["at"], {name: row[name] for name in told})
