"""What the use cases need from outside; the adapters provide it, and tests provide it in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Protocol, Self

from offers.domain.identifiers import MatchId, OfferId
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation
from shared.identity.actor import Actor


class OfferRepository(Protocol):
    """The offers that this service owns."""

    async def get(self, offer_id: OfferId, *, version: int | None = None) -> Offer:
        """Return the offer; raise NotFound (as `unknown_offer` words it), or VersionMismatch for another `version`."""
        ...

    async def lock(self, offer_ids: Iterable[OfferId]) -> Mapping[OfferId, Offer]:
        """Return those that exist, as they are now; nobody else changes them before this transaction ends.

        Locks are taken in the order of ids, so that transactions wait for each other and never in a circle.
        """
        ...

    async def lock_unconfirmed(self, *, remind_by: date, today: date, limit: int) -> Sequence[Offer]:
        """Return up to `limit` offers to be confirmed by `remind_by` and not reminded, or before `today`, locked.

        Those that another transaction has locked are left to it.
        """
        ...

    def add(self, offer: Offer) -> None:
        """Take in a new offer, stored by the next commit."""
        ...


class ReservationRepository(Protocol):
    """What is held for matches."""

    async def get(self, match_id: MatchId) -> Reservation | None:
        """Return what is held for the match, if it is known; no other transaction asks until this one ends."""
        ...

    def add(self, reservation: Reservation) -> None:
        """Take in a new reservation, stored by the next commit."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what is not committed when the block ends is undone."""

    @property
    def offers(self) -> OfferRepository:
        """Return the offers, as this transaction sees them."""
        ...

    @property
    def reservations(self) -> ReservationRepository:
        """Return the reservations, as this transaction sees them."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self, by: Actor) -> None:
        """Store every change with its history, journal and outbox rows, and raise each changed offer's version by one.

        Raises VersionMismatch where somebody else committed first, and Conflict `external-id-taken` where the
        donor already has another offer of that external id; nothing is then stored.
        """
        ...
