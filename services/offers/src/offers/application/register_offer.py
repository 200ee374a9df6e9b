"""A donor posts an offer, as a draft of its own."""

from dataclasses import dataclass

from offers.application.ports import UnitOfWork
from offers.domain.details import OfferDetails
from offers.domain.offer import Offer
from offers.domain.rights import must_be_able_to_post
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class RegisterOffer:
    """A donor states what it offers; nobody else sees it before it is opened."""

    details: OfferDetails


async def register_offer(command: RegisterOffer, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Offer:
    """Store the draft; Forbidden for another organisation's offer, InvalidInput, or Conflict `external-id-taken`."""
    must_be_able_to_post(command.details.donor.organisation, actor)
    async with uow:
        offer = Offer.register(command.details, clock())
        uow.offers.add(offer)
        await uow.commit(by=actor)
    return offer
