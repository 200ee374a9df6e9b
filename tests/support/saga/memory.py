"""Units of work of the needs and the offers service over a store in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from needs.domain.refusals import changed_meanwhile, unknown_need
from needs.domain.reservation import Reservation as Coverage
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from offers.domain.refusals import changed_meanwhile as offer_changed_meanwhile
from offers.domain.refusals import unknown_offer
from offers.domain.reservation import Reservation as Capacity
from tests.support.saga.transaction import Transaction


class MemoryNeeds:
    """The needs, as one transaction sees them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, need_id: NeedId, *, version: int | None = None) -> Need:
        need = self._transaction.find(Need, need_id)
        if need is None:
            raise unknown_need(need_id)
        if version is not None and version != need.version:
            raise changed_meanwhile(need_id, expected=version, current=need.version)
        return need

    async def lock(self, need_id: NeedId) -> Need | None:
        return self._transaction.find(Need, need_id)

    async def lock_due(self, today: date, remind_until: date, limit: int) -> Sequence[Need]:
        due = [need for need in self._transaction.where(Need) if _is_due(need.confirm_by(), need, today, remind_until)]
        return due[:limit]

    def add(self, need: Need) -> None:
        self._transaction.keep(Need, need)


class MemoryOffers:
    """The offers, as one transaction sees them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, offer_id: OfferId, *, version: int | None = None) -> Offer:
        offer = self._transaction.find(Offer, offer_id)
        if offer is None:
            raise unknown_offer(offer_id)
        if version is not None and version != offer.version:
            raise offer_changed_meanwhile(offer_id, expected=version, current=offer.version)
        return offer

    async def lock(self, offer_ids: Iterable[OfferId]) -> Mapping[OfferId, Offer]:
        found = (self._transaction.find(Offer, offer_id) for offer_id in sorted(offer_ids))
        return {offer.id: offer for offer in found if offer is not None}

    async def lock_unconfirmed(self, *, remind_by: date, today: date, limit: int) -> Sequence[Offer]:
        offers = self._transaction.where(Offer)
        return [offer for offer in offers if _is_due(offer.confirm_by, offer, today, remind_by)][:limit]

    def add(self, offer: Offer) -> None:
        self._transaction.keep(Offer, offer)


class MemoryCoverage:
    """What the needs service holds for matches."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, match_id: object) -> Coverage | None:
        return next(iter(self._transaction.where(Coverage, match_id=match_id)), None)

    def add(self, reservation: Coverage) -> None:
        self._transaction.keep(Coverage, reservation)


class MemoryCapacity:
    """What the offers service holds for matches."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, match_id: object) -> Capacity | None:
        return next(iter(self._transaction.where(Capacity, match_id=match_id)), None)

    def add(self, reservation: Capacity) -> None:
        self._transaction.keep(Capacity, reservation)


class MemoryNeedsUnitOfWork(Transaction):
    """One transaction over needs and the coverage held of them."""

    @property
    def needs(self) -> MemoryNeeds:
        return MemoryNeeds(self)

    @property
    def reservations(self) -> MemoryCoverage:
        return MemoryCoverage(self)


class MemoryOffersUnitOfWork(Transaction):
    """One transaction over offers and the capacity held of them."""

    @property
    def offers(self) -> MemoryOffers:
        return MemoryOffers(self)

    @property
    def reservations(self) -> MemoryCapacity:
        return MemoryCapacity(self)


def _is_due(stands_until: date | None, record: Need | Offer, today: date, remind_by: date) -> bool:
    if stands_until is None:
        return False
    return stands_until < today or (stands_until <= remind_by and record.reminded_at is None)
