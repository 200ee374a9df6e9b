"""Events in: every event of a match has the ledger follow it."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.application.apply_match import ApplyMatch, apply_match
from shared.clock import Clock
from shared.events.envelope import Envelope
from shared.events.matches import MatchState
from shared.events.registry import MATCHES_TOPIC, REGISTRY
from shared.messaging.processing import Handler

TOPICS = (MATCHES_TOPIC,)


def handlers(clock: Clock) -> Mapping[str, Handler]:
    """Return the handler of every event type the offers service listens to."""

    async def on_match(session: AsyncSession, event: Envelope) -> None:
        command = ApplyMatch(cast("MatchState", event.data), event.id)
        await apply_match(command, uow=OffersUnitOfWork.within(session), clock=clock)

    return {name: on_match for name, event in REGISTRY.items() if event.topic in TOPICS}
