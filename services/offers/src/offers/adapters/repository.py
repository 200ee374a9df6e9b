"""Finding and adding offers within a unit of work."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError

from offers.adapters.tables import offers
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from offers.domain.refusals import changed_meanwhile, unknown_offer
from shared.errors import Conflict
from shared.persistence.repository import SqlRepository


class SqlOfferRepository(SqlRepository[Offer]):
    """Offers in the session's transaction; what is added or changed is written by its flush."""

    async def get(self, offer_id: OfferId, *, version: int | None = None) -> Offer:
        """Return the offer; raise NotFound, or VersionMismatch when it is not at the expected version."""
        offer = await self._find(Offer, offer_id)
        if offer is None:
            raise unknown_offer(offer_id)
        if version is not None and offer.version != version:
            raise changed_meanwhile(offer_id, expected=version, current=offer.version)
        return offer

    async def lock(self, offer_ids: Iterable[OfferId]) -> Mapping[OfferId, Offer]:
        """Return those that exist, locked in the order of their ids and read after that."""
        wanted = sorted(offer_ids)
        if not wanted:
            return {}
        query = select(Offer).where(offers.c.id.in_(wanted)).order_by(offers.c.id).with_for_update()
        return {offer.id: offer for offer in await self._taken(query)}

    async def lock_unconfirmed(self, *, remind_by: date, today: date, limit: int) -> Sequence[Offer]:
        """Return offers that are to be reminded of or closed, leaving out what another transaction has locked."""
        unreminded = and_(offers.c.confirm_by <= remind_by, offers.c.reminded_at.is_(None))
        due = select(Offer).where(or_(unreminded, offers.c.confirm_by < today))
        soonest = due.order_by(offers.c.confirm_by, offers.c.id).limit(limit)
        return await self._taken(soonest.with_for_update(skip_locked=True))

    def add(self, offer: Offer) -> None:
        """Add a new offer."""
        self._add(offer)

    async def _taken(self, locking: Any) -> Sequence[Offer]:
        found = await self._session.scalars(locking.execution_options(populate_existing=True))
        taken: Sequence[Offer] = found.all()
        self.touched.extend(taken)
        return taken


def explained(error: IntegrityError) -> Exception:
    """Return the refusal that a broken constraint stands for, or the error itself."""
    if "offers_external_id_is_unique_for_its_donor" in str(error.orig):
        return Conflict(
            "The donor already has an offer with this external_id.",
            code="external-id-taken",
            pointer="/external_id",
        )
    return error
