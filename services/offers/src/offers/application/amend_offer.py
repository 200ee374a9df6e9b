"""A donor restates its offer."""

from dataclasses import dataclass

from offers.application.changing import offer_to_change
from offers.application.ports import UnitOfWork
from offers.domain.details import OfferDetails
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class AmendOffer:
    """The whole offer as the donor states it now, and why, if it says so."""

    offer_id: OfferId
    details: OfferDetails
    expected_version: int
    reason: str | None = None


async def amend_offer(command: AmendOffer, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Offer:
    """Store the new statement; InvalidInput, or the Conflicts of `Offer.amend`."""
    async with uow:
        offer = await offer_to_change(uow, command.offer_id, actor=actor, expected_version=command.expected_version)
        offer.amend(command.details, clock(), command.reason)
        await uow.commit(by=actor)
    return offer
