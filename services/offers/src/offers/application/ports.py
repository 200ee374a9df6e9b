"""What the use cases need from outside; the adapters provide it, and tests provide it in memory."""

from types import TracebackType
from typing import Protocol, Self

from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from shared.identity.actor import Actor


class OfferRepository(Protocol):
    """The offers that this service owns."""

    async def get(self, offer_id: OfferId, *, version: int | None = None) -> Offer:
        """Return the offer; raise NotFound (as `unknown_offer` words it), or VersionMismatch for another `version`."""
        ...

    def add(self, offer: Offer) -> None:
        """Take in a new offer, stored by the next commit."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what is not committed when the block ends is undone."""

    @property
    def offers(self) -> OfferRepository:
        """Return the offers, as this transaction sees them."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self, by: Actor) -> None:
        """Store every change with its history and its outbox rows, and raise each changed offer's version by one.

        Raises VersionMismatch where somebody else committed first, and Conflict `external-id-taken` where the
        donor already has another offer of that external id; nothing is then stored.
        """
        ...
