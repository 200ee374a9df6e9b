"""A donor says that its offer still stands."""

from dataclasses import dataclass
from datetime import timedelta

from offers.application.changing import offer_to_change
from offers.application.ports import UnitOfWork
from offers.domain.identifiers import OfferId
from offers.domain.life_cycle import CONFIRMATION_PERIOD
from offers.domain.offer import Offer
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class ReconfirmOffer:
    """The offer's confirmation period begins anew, so that it is not closed."""

    offer_id: OfferId
    expected_version: int
    period: timedelta = CONFIRMATION_PERIOD


async def reconfirm_offer(command: ReconfirmOffer, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Offer:
    """Begin a new period for an open, exhausted or paused offer; Conflict `offer-not-open` or `offer-closed`."""
    async with uow:
        offer = await offer_to_change(uow, command.offer_id, actor=actor, expected_version=command.expected_version)
        offer.reconfirm(clock(), command.period)
        await uow.commit(by=actor)
    return offer
