"""A donor takes matches again."""

from dataclasses import dataclass

from offers.application.changing import offer_to_change
from offers.application.ports import UnitOfWork
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class ResumeOffer:
    """The paused offer stands again."""

    offer_id: OfferId
    expected_version: int


async def resume_offer(command: ResumeOffer, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Offer:
    """Resume the offer; InvalidInput where window or call are over, Conflict `offer-not-paused` or `offer-closed`."""
    async with uow:
        offer = await offer_to_change(uow, command.offer_id, actor=actor, expected_version=command.expected_version)
        offer.resume(clock())
        await uow.commit(by=actor)
    return offer
