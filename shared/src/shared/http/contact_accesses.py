"""Whoever is shown somebody else's contact is written down first; those whose contact it is read who that was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from shared.http.documents import Part
from shared.http.pages import Page, PageRequest
from shared.identity.actor import Actor
from shared.personal.access_tables import AccessTables
from shared.personal.accesses import accesses_of, note_accesses


class ContactAccessView(Part):
    """One access to a contact; the reader is told by what it is, and not by its account."""

    at: datetime
    by_role: str
    organisation: str | None = Field(description="whom the reader works for, where its token says so")
    regions: tuple[str, ...] = Field(description="the regions or groups that the reader coordinates; empty for all")
    through: str = Field(description="the operation that showed the contact", examples=["read_need"])


@dataclass(frozen=True)
class ContactWatch:
    """What is shown in one request, and to whom."""

    session: AsyncSession
    tables: AccessTables
    reader: Actor
    through: str

    @classmethod
    def over(cls, tables: AccessTables, request: Request, session: AsyncSession, reader: Actor) -> "ContactWatch":
        """Return the watch over one request."""
        route: Any = request.scope["route"]
        return cls(session, tables, reader, route.name)

    async def note(self, records: Sequence[UUID]) -> None:
        """Commit that the reader is shown the contacts of these records; Unavailable where that fails."""
        await note_accesses(self.session, self.tables, self.reader, records, self.through)

    async def page_of(self, page: PageRequest, record_id: UUID) -> Page[ContactAccessView]:
        """Return one page of the accesses to a record's contact, the newest first."""
        number = page.after(int)
        before = None if number is None else number[0]
        found = await accesses_of(self.session, self.tables.accesses, record_id, before=before, limit=page.fetch)
        return page.of(found, key=lambda access: (access.number,), show=ContactAccessView.model_validate)
