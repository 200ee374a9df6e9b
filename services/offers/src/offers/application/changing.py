"""How every change begins: find the offer, decide rights, and see that it is the version the actor read."""

from offers.application.ports import UnitOfWork
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from offers.domain.refusals import changed_meanwhile, unknown_offer
from offers.domain.rights import may_see, must_be_able_to_change
from shared.identity.actor import Actor


async def offer_to_change(uow: UnitOfWork, offer_id: OfferId, *, actor: Actor, expected_version: int) -> Offer:
    """Return the offer for its donor to change.

    Raises, in this order: NotFound where the actor may not know of it, Forbidden where it may only look,
    VersionMismatch where it has changed since.
    """
    offer = await uow.offers.get(offer_id)
    if not may_see(offer, actor):
        raise unknown_offer(offer_id)
    must_be_able_to_change(offer, actor)
    if offer.version != expected_version:
        raise changed_meanwhile(offer_id, expected=expected_version, current=offer.version)
    return offer
