"""Events in: each kind of event calls the use case that takes it in."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matching import SqlMatching
from matcher.application.take_in_need import TakeInNeed, take_in_need
from matcher.application.take_in_offer import TakeInOffer, take_in_offer
from shared.clock import Clock
from shared.events.envelope import Envelope
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.events.registry import NEEDS_TOPIC, OFFERS_TOPIC, REGISTRY
from shared.messaging.processing import Handler

TOPICS = (NEEDS_TOPIC, OFFERS_TOPIC)


def handlers(engine: EngineInMemory, clock: Clock) -> Mapping[str, Handler]:
    """Return the handler of every event type the matcher listens to."""

    async def on_need(session: AsyncSession, event: Envelope) -> None:
        state = cast("NeedState", event.data)
        await take_in_need(TakeInNeed(state), matching=SqlMatching(session, engine, clock().date()))

    async def on_offer(session: AsyncSession, event: Envelope) -> None:
        state = cast("OfferState", event.data)
        await take_in_offer(TakeInOffer(state), matching=SqlMatching(session, engine, clock().date()))

    by_topic: dict[str, Handler] = {NEEDS_TOPIC: on_need, OFFERS_TOPIC: on_offer}
    return {name: by_topic[event.topic] for name, event in REGISTRY.items() if event.topic in by_topic}
