"""What the use cases about rounds ask of the outside: one transaction over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from matcher.domain.round_life import Round
from matcher.domain.rounds.outcome import Outcome


@dataclass(frozen=True)
class ChangedRecord:
    """A need or an offer that is no longer as the round saw it."""

    kind: str
    id: UUID
    external_id: str | None
    title: str
    version_then: int
    version_now: int
    status_now: str


class RoundRepository(Protocol):
    """The rounds."""

    async def get(self, round_id: UUID) -> Round:
        """Return the round, which nobody else changes until the transaction ends; raise NotFound."""
        ...

    async def outcome_of(self, round_id: UUID) -> Outcome | None:
        """Return what the round came to; None unless it is done."""
        ...

    async def changed_since(self, round_id: UUID) -> Sequence[ChangedRecord]:
        """Return the round's needs and offers that have changed since it read them, by kind and id."""
        ...

    def add(self, asked: Round) -> None:
        """Take in a new round, stored by the next commit."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what is not committed when the block ends is undone."""

    @property
    def rounds(self) -> RoundRepository:
        """Return the rounds, as this transaction sees them."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None:
        """Store everything."""
        ...
