"""Finding and adding offers within a unit of work."""

from sqlalchemy.exc import IntegrityError

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

    def add(self, offer: Offer) -> None:
        """Add a new offer."""
        self._add(offer)


def explained(error: IntegrityError) -> Exception:
    """Return the refusal that a broken constraint stands for, or the error itself."""
    if "offers_external_id_is_unique_for_its_donor" in str(error.orig):
        return Conflict(
            "The donor already has an offer with this external_id.",
            code="external-id-taken",
            pointer="/external_id",
        )
    return error
