"""A donor lets its draft stand as an offer."""

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
class OpenOffer:
    """From now on the offer can be matched, and read as far as its visibility allows; it stands for `period`."""

    offer_id: OfferId
    expected_version: int
    period: timedelta = CONFIRMATION_PERIOD


async def open_offer(command: OpenOffer, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Offer:
    """Open the draft; InvalidInput where window or call are over, Conflict `offer-already-open` or `offer-closed`."""
    async with uow:
        offer = await offer_to_change(uow, command.offer_id, actor=actor, expected_version=command.expected_version)
        offer.open(clock(), command.period)
        await uow.commit(by=actor)
    return offer
