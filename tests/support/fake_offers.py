"""A unit of work for offers in memory: what is not committed is lost, and each commit raises a version by one."""

from copy import deepcopy
from types import TracebackType
from typing import Self

from offers.domain.events import OfferEvent
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from offers.domain.refusals import changed_meanwhile, unknown_offer
from shared.errors import Conflict
from shared.identity.actor import Actor


class FakeOffers:
    """The offers as one transaction sees them: copies, so that only a commit changes what is stored."""

    def __init__(self, stored: dict[OfferId, Offer]) -> None:
        self._stored = stored
        self.seen: dict[OfferId, Offer] = {}

    async def get(self, offer_id: OfferId, *, version: int | None = None) -> Offer:
        if offer_id not in self.seen:
            if offer_id not in self._stored:
                raise unknown_offer(offer_id)
            self.seen[offer_id] = deepcopy(self._stored[offer_id])
        offer = self.seen[offer_id]
        if version is not None and version != offer.version:
            raise changed_meanwhile(offer_id, expected=version, current=offer.version)
        return offer

    def add(self, offer: Offer) -> None:
        self.seen[offer.id] = offer


class FakeOffersUnitOfWork:
    """Keeps what was committed: `stored` offers, their `committed` events in order, and `committed_by` whom."""

    def __init__(self, *offers: Offer) -> None:
        self.stored: dict[OfferId, Offer] = {}
        self.committed: list[OfferEvent] = []
        self.committed_by: list[Actor] = []
        for offer in offers:
            self._store(deepcopy(offer))
        self._offers = FakeOffers(self.stored)

    @property
    def offers(self) -> FakeOffers:
        return self._offers

    async def __aenter__(self) -> Self:
        self._offers = FakeOffers(self.stored)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._offers = FakeOffers(self.stored)

    async def commit(self, by: Actor) -> None:
        changed = [offer for offer in self._offers.seen.values() if offer.events]
        for offer in changed:
            self._must_be_current(offer)
            self._must_be_unique(offer)
        for offer in changed:
            self.committed.extend(offer.events)
            self._store(offer)
        self.committed_by.append(by)

    def _store(self, offer: Offer) -> None:
        offer.version += 1
        offer.events.clear()
        self.stored[offer.id] = deepcopy(offer)

    def _must_be_current(self, offer: Offer) -> None:
        current = self.stored[offer.id].version if offer.id in self.stored else 0
        if current != offer.version:
            raise changed_meanwhile(offer.id, expected=offer.version, current=current)

    def _must_be_unique(self, offer: Offer) -> None:
        organisation = offer.donor.organisation
        for other in self.stored.values():
            same = (other.donor.organisation, other.external_id) == (organisation, offer.external_id)
            if same and offer.external_id is not None and other.id != offer.id:
                detail = f"{organisation} already has an offer with the external id {offer.external_id}."
                raise Conflict(detail, code="external-id-taken", offer_id=str(other.id))
