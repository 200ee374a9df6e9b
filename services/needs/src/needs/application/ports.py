"""What the use cases need from outside; the adapters provide it, and tests provide it in memory."""

from types import TracebackType
from typing import Protocol, Self

from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from shared.identity.actor import Actor


class NeedRepository(Protocol):
    """The needs that this service owns."""

    async def get(self, need_id: NeedId, *, version: int | None = None) -> Need:
        """Return the need; raise NotFound (as `unknown_need` words it), or VersionMismatch if `version` is another."""
        ...

    def add(self, need: Need) -> None:
        """Take in a new need, stored by the next commit."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what is not committed when the block ends is undone."""

    @property
    def needs(self) -> NeedRepository:
        """Return the needs, as this transaction sees them."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self, by: Actor) -> None:
        """Store every change with its history and its outbox rows, and raise each changed need's version by one.

        Raises VersionMismatch where somebody else committed first, and Conflict `external-id-taken` where the
        lead already has another need of that external id; nothing is then stored.
        """
        ...
