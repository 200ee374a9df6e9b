"""A donor takes no new matches for a time."""

from dataclasses import dataclass

from offers.application.changing import offer_to_change
from offers.application.ports import UnitOfWork
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class PauseOffer:
    """The offer waits, for a stated reason; what is reserved or committed stays so."""

    offer_id: OfferId
    reason: str
    expected_version: int


async def pause_offer(command: PauseOffer, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Offer:
    """Pause the open offer; InvalidInput without a reason, Conflict `offer-not-open` or `offer-closed`."""
    async with uow:
        offer = await offer_to_change(uow, command.offer_id, actor=actor, expected_version=command.expected_version)
        offer.pause(command.reason, clock())
        await uow.commit(by=actor)
    return offer
