"""A donor ends its offer for good."""

from dataclasses import dataclass

from offers.application.changing import offer_to_change
from offers.application.ports import UnitOfWork
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class CloseOffer:
    """The offer ends, for a stated reason; a draft is thereby discarded unseen."""

    offer_id: OfferId
    reason: str
    expected_version: int


async def close_offer(command: CloseOffer, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Offer:
    """Close the offer, whatever its status; InvalidInput without a reason, Conflict `offer-closed`."""
    async with uow:
        offer = await offer_to_change(uow, command.offer_id, actor=actor, expected_version=command.expected_version)
        offer.close(command.reason, clock())
        await uow.commit(by=actor)
    return offer
