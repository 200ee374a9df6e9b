"""Three services in memory with a bus between them, wired as their `consumers` modules wire them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from matcher.adapters.matches.publishing import CHRONICLE as MATCHES
from matcher.application.matches.notice_need import NoticeNeed, notice_need
from matcher.application.matches.notice_offer import NoticeOffer, notice_offer
from matcher.application.matches.take_answer import TakeAnswer, take_answer
from matcher.domain.matches.match import Match
from needs.adapters.publishing import CHRONICLE as NEEDS
from needs.adapters.reservation_wire import RESERVATION_CHRONICLE as COVERAGE
from needs.application.apply_match import ApplyMatch as CoverMatch
from needs.application.apply_match import apply_match as cover_match
from needs.domain.need import Need
from needs.domain.reservation import Reservation as Coverage
from offers.adapters.publishing import CHRONICLE as OFFERS
from offers.adapters.reservations.wire import EVENT_TYPES as CAPACITY_EVENTS
from offers.adapters.reservations.wire import RESTATED as CAPACITY_RESTATED
from offers.adapters.reservations.wire import state_of as capacity_state
from offers.application.apply_match import ApplyMatch, apply_match
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation as Capacity
from shared.events.envelope import Envelope
from shared.events.matches import MatchState
from shared.events.model import EventModel
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.events.registry import MATCHES_TOPIC, NEEDS_TOPIC, OFFERS_TOPIC, RESERVATIONS_TOPIC
from shared.events.reservations import ReservationState
from tests.support.saga.agreement import discord, unfounded
from tests.support.saga.bus import SagaBus
from tests.support.saga.counter import MemoryCounter
from tests.support.saga.deciding import MatchDesk
from tests.support.saga.invariants import breaches_of_capacity, breaches_of_coverage
from tests.support.saga.memory import MemoryNeedsUnitOfWork, MemoryOffersUnitOfWork
from tests.support.saga.memory_matches import MemoryMatchesUnitOfWork
from tests.support.saga.posting import NeedDesk, OfferDesk
from tests.support.saga.records import START
from tests.support.saga.services import SagaService
from tests.support.saga.steps import Steps
from tests.support.saga.store import Store, Telling
from tests.support.saga.traffic import Traffic

SUBSCRIPTIONS = {
    "needs": {MATCHES_TOPIC},
    "offers": {MATCHES_TOPIC},
    "matcher": {NEEDS_TOPIC, OFFERS_TOPIC, RESERVATIONS_TOPIC},
}
CAPACITY = Telling(
    source="/accord/offers",
    happened=dict(CAPACITY_EVENTS),
    event_types={name: name for name in CAPACITY_EVENTS.values()},
    state_of=capacity_state,
    restated=CAPACITY_RESTATED,
    numbers_itself=True,
)


@dataclass(frozen=True)
class Memory:
    """A world as it once was."""

    now: datetime
    stores: Mapping[str, Store]
    bus: SagaBus


class World:
    """Everything between a State's need and its evaluation, with time that stands still until somebody moves it."""

    def __init__(self, *, blind: bool = True) -> None:
        self.now = START
        self.needs_store = Store({Need: Telling.like(NEEDS), Coverage: Telling.like(COVERAGE, numbers_itself=True)})
        self.offers_store = Store({Offer: Telling.like(OFFERS), Capacity: CAPACITY})
        self.matches_store = Store({Match: Telling.like(MATCHES)})
        unit_of_work = partial(MemoryMatchesUnitOfWork, blind=blind)
        self.needs = NeedDesk(MemoryCounter(self.needs_store, self.clock, MemoryNeedsUnitOfWork))
        self.offers = OfferDesk(MemoryCounter(self.offers_store, self.clock, MemoryOffersUnitOfWork))
        self.matches = MatchDesk(MemoryCounter(self.matches_store, self.clock, unit_of_work))
        self.people = Steps(self.needs, self.offers, self.matches)
        services = (
            SagaService("needs", self.needs_store, {MATCHES_TOPIC: self._cover}),
            SagaService("offers", self.offers_store, {MATCHES_TOPIC: self._apply}),
            SagaService(
                "matcher",
                self.matches_store,
                {NEEDS_TOPIC: self._hear_need, OFFERS_TOPIC: self._hear_offer, RESERVATIONS_TOPIC: self._hear_answer},
            ),
        )
        self._stores = {service.name: service.store for service in services}
        self.traffic = Traffic(SagaBus(SUBSCRIPTIONS), {service.name: service for service in services})

    def clock(self) -> datetime:
        """Tell the time."""
        return self.now

    def remember(self) -> Memory:
        """Return how everything stands."""
        stores = {name: store.copied() for name, store in self._stores.items()}
        return Memory(self.now, stores, self.traffic.bus.copied())

    def recall(self, memory: Memory) -> None:
        """Have everything stand as it did."""
        self.now, self.traffic.bus = memory.now, memory.bus.copied()
        for name, store in self._stores.items():
            store.recall(memory.stores[name])

    def pass_time(self, days: int) -> None:
        """Let days go by, and every clock do what is due."""
        self.now += timedelta(days=days)
        self.needs.keep_deadlines()
        self.offers.keep_deadlines()
        self.matches.run_clocks()

    def restate(self, service: str) -> None:
        """Have a service state its records again; any other name = all, to a broker that has lost everything."""
        if service in self._stores:
            self._stores[service].restate()
            return
        self.traffic.bus.lose_everything()
        for store in self._stores.values():
            store.restate()

    def must_be_sound(self) -> None:
        """Raise AssertionError, with every breach, unless what must always hold does."""
        breaches = [
            *breaches_of_capacity(self.offers_store),
            *breaches_of_coverage(self.needs_store),
            *unfounded(self.matches_store, self.needs_store, self.offers_store),
        ]
        assert not breaches, breaches

    def must_agree(self) -> None:
        """Have everything sent and heard, and raise AssertionError wherever the three services still differ."""
        self.traffic.settle()
        self.must_be_sound()
        found = list(discord(self.matches_store, self.needs_store, self.offers_store))
        assert not found, found

    async def _cover(self, event: Envelope) -> None:
        command = CoverMatch(cast("MatchState", event.data), event.id)
        await cover_match(command, uow=MemoryNeedsUnitOfWork(self.needs_store), clock=self.clock)

    async def _apply(self, event: Envelope) -> None:
        command = ApplyMatch(cast("MatchState", event.data), event.id)
        await apply_match(command, uow=MemoryOffersUnitOfWork(self.offers_store), clock=self.clock)

    async def _hear_need(self, event: Envelope) -> None:
        state = cast("NeedState", event.data)
        if self._keep(NeedState, state, state.need_id):
            await notice_need(NoticeNeed(state), uow=self._lent(), clock=self.clock)

    async def _hear_offer(self, event: Envelope) -> None:
        state = cast("OfferState", event.data)
        if self._keep(OfferState, state, state.offer_id):
            await notice_offer(NoticeOffer(state), uow=self._lent(), clock=self.clock)

    async def _hear_answer(self, event: Envelope) -> None:
        await take_answer(TakeAnswer(cast("ReservationState", event.data)), uow=self._lent(), clock=self.clock)

    def _keep(self, kind: type[EventModel], state: NeedState | OfferState, record_id: object) -> bool:
        kept = self.matches_store.kept.setdefault(kind, {})
        known = kept.get(record_id)  # pyright: ignore[reportArgumentType] (ids of both kinds are UUIDs)
        if known is not None and known.version >= state.version:
            return False
        kept[record_id] = state  # pyright: ignore[reportArgumentType] (as above)
        return True

    def _lent(self) -> MemoryMatchesUnitOfWork:
        return MemoryMatchesUnitOfWork(self.matches_store, within=True)
