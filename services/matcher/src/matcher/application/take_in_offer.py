"""An offer was opened or changed: its candidates are found again."""

import asyncio
from dataclasses import dataclass

from matcher.application.ports import Matching
from shared.events.offers import OfferState


@dataclass(frozen=True)
class TakeInOffer:
    """The offer's published state."""

    state: OfferState


async def take_in_offer(command: TakeInOffer, *, matching: Matching) -> bool:
    """Keep the state and the candidates that follow from it; False where this or a newer version was known."""
    if not await matching.keep_offer(command.state):
        return False
    engine = await matching.engine()
    found = await asyncio.to_thread(engine.candidates_of_offer, command.state.offer_id)
    await matching.replace_for_offer(command.state.offer_id, found)
    return True
