"""Events in: each kind of event calls the use case that takes it in, and what follows from it for matches.

Locks are taken in one order: first "accord.matching" where a record is kept, then matches' rows. Nothing that holds a
match's row waits for "accord.matching".
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, cast
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.present import Day
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matches.queries import is_known
from matcher.adapters.matches.unit_of_work import MatchesUnitOfWork
from matcher.adapters.matching import SqlMatching
from matcher.adapters.personal.taking_out import ErasedPersons
from matcher.adapters.stream.tables import StreamKind
from matcher.adapters.stream.telling import tell_of_reminder
from matcher.application.matches.notice_need import NoticeNeed, notice_need
from matcher.application.matches.notice_offer import NoticeOffer, notice_offer
from matcher.application.matches.take_answer import TakeAnswer, take_answer
from matcher.application.take_in_need import TakeInNeed, take_in_need
from matcher.application.take_in_offer import TakeInOffer, take_in_offer
from matcher.domain.matches.clocks import StagePeriods
from shared.clock import Clock
from shared.events.envelope import Envelope
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.events.registry import NEEDS_TOPIC, OFFERS_TOPIC, REGISTRY, RESERVATIONS_TOPIC
from shared.events.reservations import ReservationState
from shared.messaging.processing import Handler

TOPICS: Final = (NEEDS_TOPIC, OFFERS_TOPIC, RESERVATIONS_TOPIC)

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def handlers(
    engine: EngineInMemory,
    clock: Clock,
    persons: ErasedPersons,
    periods: StagePeriods | None = None,
    *,
    day: Day | None = None,
) -> Mapping[str, Handler]:
    """Return the handler of every event type the matcher listens to; `periods` set the deadlines of matches.

    Erased `persons` are taken out of records before these are kept. Candidates are found as of `day`, or of the
    clock's.
    """

    async def today(session: AsyncSession) -> date:
        return clock().date() if day is None else await day(session)

    def matches_in(session: AsyncSession) -> MatchesUnitOfWork:
        return MatchesUnitOfWork.within(session, periods)

    async def on_need(session: AsyncSession, event: Envelope) -> None:
        state = await persons.out_of(session, cast("NeedState", event.data))
        if await take_in_need(TakeInNeed(state), matching=SqlMatching(session, engine, await today(session))):
            await notice_need(NoticeNeed(state), uow=matches_in(session), clock=clock)
            await _tell_if_reminded(session, event, "need", state.need_id)

    async def on_offer(session: AsyncSession, event: Envelope) -> None:
        state = await persons.out_of(session, cast("OfferState", event.data))
        if await take_in_offer(TakeInOffer(state), matching=SqlMatching(session, engine, await today(session))):
            await notice_offer(NoticeOffer(state), uow=matches_in(session), clock=clock)
            await _tell_if_reminded(session, event, "offer", state.offer_id)

    async def on_reservation(session: AsyncSession, event: Envelope) -> None:
        state = cast("ReservationState", event.data)
        changed = await take_answer(TakeAnswer(state), uow=matches_in(session), clock=clock)
        if changed is None and not await is_known(session, state.match_id):
            # The database was restored from before the match was proposed: nothing here can be answered.
            _log.warning("matcher.answer_for_unknown_match", match_id=str(state.match_id), side=state.side)

    by_topic: dict[str, Handler] = {
        NEEDS_TOPIC: on_need,
        OFFERS_TOPIC: on_offer,
        RESERVATIONS_TOPIC: on_reservation,
    }
    return {name: by_topic[event.topic] for name, event in REGISTRY.items() if event.topic in by_topic}


async def _tell_if_reminded(session: AsyncSession, event: Envelope, kind: StreamKind, record_id: UUID) -> None:
    if event.type.endswith(".reminded.v1"):
        await tell_of_reminder(session, kind, record_id, event.version)
