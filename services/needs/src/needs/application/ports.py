"""What the use cases need from outside; the adapters provide it, and tests provide it in memory."""

from collections.abc import Sequence
from datetime import date
from types import TracebackType
from typing import Protocol, Self

from needs.domain.identifiers import MatchId, NeedId
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from shared.identity.actor import Actor


class NeedRepository(Protocol):
    """The needs that this service owns."""

    async def get(self, need_id: NeedId, *, version: int | None = None) -> Need:
        """Return the need; raise NotFound (as `unknown_need` words it), or VersionMismatch if `version` is another."""
        ...

    def add(self, need: Need) -> None:
        """Take in a new need, stored by the next commit."""
        ...

    async def lock(self, need_id: NeedId) -> Need | None:
        """Return the need as last committed, if there is one; until the transaction ends nobody else changes it."""
        ...

    async def lock_due(self, today: date, remind_until: date, limit: int) -> Sequence[Need]:
        """Return needs whose period is over before `today`, or ends by `remind_until` without their being reminded.

        They are locked; those that somebody else is changing are left out.
        """
        ...


class ReservationRepository(Protocol):
    """What this service holds for matches."""

    async def get(self, match_id: MatchId) -> Reservation | None:
        """Return what is known of the match, locked until the transaction ends; None where it was never seen."""
        ...

    def add(self, reservation: Reservation) -> None:
        """Take in a new reservation, stored by the next commit."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what is not committed when the block ends is undone."""

    @property
    def needs(self) -> NeedRepository:
        """Return the needs, as this transaction sees them."""
        ...

    @property
    def reservations(self) -> ReservationRepository:
        """Return what is held for matches, as this transaction sees it."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self, by: Actor) -> None:
        """Store every change with its history, journal and outbox rows, and raise each changed need's version by one.

        Raises VersionMismatch where somebody else committed first, and Conflict `external-id-taken` where the
        lead already has another need of that external id; nothing is then stored.
        """
        ...
