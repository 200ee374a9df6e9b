"""What the dialogue's use cases need of the outside."""

from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from matcher.domain.dialogue.floor import Floor
from matcher.domain.dialogue.message import Message
from matcher.domain.dialogue.reading import ReadMark
from shared.identity.actor import Actor


class UnitOfWork(Protocol):
    """One transaction over a match's messages and read marks; left without commit, nothing was written."""

    async def __aenter__(self) -> Self:
        """Begin."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; what was not committed is gone."""
        ...

    async def floor(self, match_id: UUID, actor: Actor) -> Floor:
        """Return the match as its dialogue knows it; raise NotFound where the actor may not know of it."""
        ...

    async def take_floor(self, match_id: UUID, actor: Actor) -> Floor:
        """Do the same, and let nobody else write here before this ends."""
        ...

    def add(self, message: Message) -> None:
        """Keep a new message."""
        ...

    async def advance(self, match_id: UUID, mark: ReadMark) -> ReadMark:
        """Move a read mark forward and return it as it stands then; one that is further already stays."""
        ...

    async def commit(self) -> None:
        """Write everything, and tell of the new messages that they exist."""
        ...
