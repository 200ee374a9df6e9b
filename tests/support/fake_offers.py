"""A unit of work for offers in memory: what is not committed is lost, and each commit raises a version by one."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from types import TracebackType
from typing import Self

from offers.domain.events import OfferEvent
from offers.domain.holding import Movement
from offers.domain.identifiers import MatchId, OfferId
from offers.domain.offer import Offer
from offers.domain.refusals import changed_meanwhile, unknown_offer
from offers.domain.reservation import Reservation
from offers.domain.reservation_events import ReservationEvent
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

    async def lock(self, offer_ids: Iterable[OfferId]) -> Mapping[OfferId, Offer]:
        return {offer_id: await self.get(offer_id) for offer_id in sorted(offer_ids) if offer_id in self._stored}

    async def lock_unconfirmed(self, *, remind_by: date, today: date, limit: int) -> Sequence[Offer]:
        due = [each for each in self._stored.values() if _is_due(each, remind_by, today)]
        return [await self.get(each.id) for each in due[:limit]]

    def add(self, offer: Offer) -> None:
        self.seen[offer.id] = offer


def _is_due(offer: Offer, remind_by: date, today: date) -> bool:
    unreminded = offer.reminded_at is None and offer.confirm_by is not None and offer.confirm_by <= remind_by
    return unreminded or offer.is_overdue(today)


class FakeReservations:
    """The reservations as one transaction sees them: copies, too."""

    def __init__(self, stored: dict[MatchId, Reservation]) -> None:
        self._stored = stored
        self.seen: dict[MatchId, Reservation] = {}

    async def get(self, match_id: MatchId) -> Reservation | None:
        if match_id not in self.seen and match_id in self._stored:
            self.seen[match_id] = deepcopy(self._stored[match_id])
        return self.seen.get(match_id)

    def add(self, reservation: Reservation) -> None:
        self.seen[reservation.match_id] = reservation


class FakeOffersUnitOfWork:
    """Keeps what was committed: `stored` offers, their `committed` events in order, and `committed_by` whom.

    Of reservations, those that are `held_for` matches, their `answers` in order, and the `journal` of movements.
    """

    def __init__(self, *offers: Offer) -> None:
        self.stored: dict[OfferId, Offer] = {}
        self.held_for: dict[MatchId, Reservation] = {}
        self.committed: list[OfferEvent] = []
        self.committed_by: list[Actor] = []
        self.answers: list[ReservationEvent] = []
        self.journal: list[Movement] = []
        for offer in offers:
            self._store(deepcopy(offer))
        self._begin()

    @property
    def offers(self) -> FakeOffers:
        return self._offers

    @property
    def reservations(self) -> FakeReservations:
        return self._reservations

    async def __aenter__(self) -> Self:
        self._begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begin()

    async def commit(self, by: Actor) -> None:
        changed = [offer for offer in self._offers.seen.values() if offer.events]
        for offer in changed:
            self._must_be_current(offer)
            self._must_be_unique(offer)
        for offer in changed:
            self.committed.extend(offer.events)
            self._store(offer)
        for reservation in self._reservations.seen.values():
            self._keep(reservation)
        self.committed_by.append(by)

    def _begin(self) -> None:
        self._offers = FakeOffers(self.stored)
        self._reservations = FakeReservations(self.held_for)

    def _keep(self, reservation: Reservation) -> None:
        self.answers.extend(reservation.events)
        self.journal.extend(reservation.movements)
        reservation.events.clear()
        reservation.movements.clear()
        self.held_for[reservation.match_id] = deepcopy(reservation)

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
