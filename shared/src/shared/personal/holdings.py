"""What a service holds of persons: each place says what it is for, shows what it has of one, and forgets it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from shared.personal.person import Person


@dataclass(frozen=True)
class Held:
    """One thing stored about a person: in which place, of which record, since when, and what."""

    place: str
    record: str
    at: datetime | None
    content: Mapping[str, Any]


class Holding(Protocol):
    """A place in which personal data stand, such as `needs.contact`.

    What it `holds`, for what `purpose` and how long it is `kept_for` are told to whoever asks.
    """

    @property
    def place(self) -> str:
        """Name the place, once in a service."""
        ...

    @property
    def holds(self) -> str:
        """Say what stands here."""
        ...

    @property
    def purpose(self) -> str:
        """Say what for."""
        ...

    @property
    def kept_for(self) -> str:
        """Say how long, and what ends it."""
        ...

    async def held_about(self, session: AsyncSession, person: Person) -> Sequence[Held]:
        """Return everything stored here about the person, oldest first where it has a time."""
        ...

    async def erase(self, session: AsyncSession, person: Person, pseudonym: str) -> int:
        """Forget the person in the session's transaction and return how many rows changed: none the second time.

        `pseudonym` stands where the subject of an account of theirs stood and something has to stand.
        """
        ...
