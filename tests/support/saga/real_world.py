"""The saga's world on PostgreSQL: opened on three migrated databases, and held to the same as the one in memory."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import select, text

from matcher.adapters.decisions.queries import whole_log
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.personal.taking_out import ErasedPersons
from matcher.adapters.tables import needs as known_needs
from matcher.adapters.tables import offers as known_offers
from matcher.adapters.tables import outbox as matches_outbox
from matcher.consumers import handlers as matcher_handlers
from matcher.domain.matches.match import Match
from matcher.main import SERVICE as MATCHER
from matcher.main import TAKEN_IN
from needs.adapters.tables import outbox as needs_outbox
from needs.adapters.unit_of_work import NeedsUnitOfWork
from needs.consumers import handlers as needs_handlers
from needs.domain.need import Need
from needs.domain.reservation import Reservation as Coverage
from needs.main import SERVICE as NEEDS
from needs.main import TABLES as NEEDS_INBOX
from offers.adapters.tables import outbox as offers_outbox
from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.consumers import handlers as offers_handlers
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation as Capacity
from offers.main import INBOX as OFFERS_INBOX
from offers.main import SERVICE as OFFERS
from shared.decision_log.entry import Entry
from shared.events.envelope import decode
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.persistence.database import Database
from tests.support.databases import Databases
from tests.support.persons import KEY
from tests.support.saga.agreement import discord, unfounded
from tests.support.saga.bus import SagaBus
from tests.support.saga.deciding import MatchDesk
from tests.support.saga.outbox import Outbox, Row
from tests.support.saga.posting import NeedDesk, OfferDesk
from tests.support.saga.real import BlindMatchesUnitOfWork, RealService, processors, sent_of
from tests.support.saga.records import COORDINATORS, START
from tests.support.saga.steps import Steps
from tests.support.saga.store import Store
from tests.support.saga.traffic import Traffic
from tests.support.saga.world import SUBSCRIPTIONS

OVER_COMMITTED: Final = """
SELECT line.id, line.reserved, line.committed, line.delivered, line.pledged, held.held, held.promised, held.delivered
FROM offer_lines line
LEFT JOIN (SELECT line_id, sum(held) held, sum(promised) promised, sum(delivered) delivered
           FROM reservation_holdings GROUP BY line_id) held ON held.line_id = line.id
LEFT JOIN (SELECT line_id, sum(reserved_after - reserved_before) reserved,
                  sum(committed_after - committed_before) committed, sum(delivered_after - delivered_before) delivered
           FROM capacity_entries GROUP BY line_id) journal ON journal.line_id = line.id
WHERE line.reserved + line.committed + line.delivered > line.pledged
   OR (line.reserved, line.committed, line.delivered)
      <> (coalesce(held.held, 0), coalesce(held.promised, 0), coalesce(held.delivered, 0))
   OR (line.reserved, line.committed, line.delivered)
      <> (coalesce(journal.reserved, 0), coalesce(journal.committed, 0), coalesce(journal.delivered, 0))
"""
"""Lines of which more is engaged than was pledged, or other than holdings or journal sum to."""

OVER_COVERED: Final = """
SELECT component.id, component.held, component.confirmed, component.delivered, component.quantity
FROM need_components component
LEFT JOIN (SELECT component_id, sum(held) held, sum(promised) promised, sum(delivered) delivered
           FROM reservation_holdings GROUP BY component_id) held ON held.component_id = component.id
LEFT JOIN (SELECT component_id, sum(held_after - held_before) held, sum(promised_after - promised_before) promised,
                  sum(delivered_after - delivered_before) delivered
           FROM coverage_entries GROUP BY component_id) journal ON journal.component_id = component.id
WHERE component.held + component.confirmed + component.delivered > component.quantity
   OR (component.held, component.confirmed, component.delivered)
      <> (coalesce(held.held, 0), coalesce(held.promised, 0), coalesce(held.delivered, 0))
   OR (component.held, component.confirmed, component.delivered)
      <> (coalesce(journal.held, 0), coalesce(journal.promised, 0), coalesce(journal.delivered, 0))
"""
"""Components of which more is covered than was asked, or other than holdings or journal sum to."""


class RealWorld:
    """Three databases that are dropped at the end of the block."""

    def __init__(self, databases: Databases) -> None:
        self.now = START
        self._databases = databases
        self._runner = asyncio.Runner()
        for definition in (NEEDS, OFFERS, MATCHER):
            definition.prepare()

    def __enter__(self) -> Self:
        self._urls = {each: self._run(self._databases.create_for_service(each)) for each in SUBSCRIPTIONS}
        self._wire(SagaBus(SUBSCRIPTIONS))
        return self

    def _wire(self, bus: SagaBus) -> None:
        """Open the databases, and have the services meet on this bus."""
        self._opened = {each: Database.at(url, pool_size=2) for each, url in self._urls.items()}
        clock = self.clock
        self.needs = self._service("needs", needs_outbox, NEEDS_INBOX, needs_handlers(clock), NeedsUnitOfWork)
        self.offers = self._service("offers", offers_outbox, OFFERS_INBOX, offers_handlers(clock), OffersUnitOfWork)
        handlers = matcher_handlers(EngineInMemory(), clock, ErasedPersons(KEY))
        self.matches = self._service("matcher", matches_outbox, TAKEN_IN, handlers, BlindMatchesUnitOfWork)
        self._services = {"needs": self.needs, "offers": self.offers, "matcher": self.matches}
        self.people = Steps(NeedDesk(self.needs), OfferDesk(self.offers), MatchDesk(self.matches))
        self.traffic = Traffic(bus, self._services)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, database in self._opened.items():
            self._run(database.dispose())
            self._run(self._databases.drop(self._urls[name]))
        self._runner.close()

    def clock(self) -> datetime:
        """Tell the time."""
        return self.now

    def pass_time(self, days: int) -> None:
        """Let days go by, and every clock do what is due."""
        self.now += timedelta(days=days)
        self.people.needs.keep_deadlines()
        self.people.offers.keep_deadlines()
        self.people.matches.run_clocks()

    def must_be_sound(self) -> None:
        """Raise AssertionError where a ledger has too much, or is not what its holdings and its journal sum to."""
        found = [*self.offers.rows(text(OVER_COMMITTED)), *self.needs.rows(text(OVER_COVERED))]
        found += unfounded(*self._stores())
        assert not found, found

    def must_agree(self) -> None:
        """Have everything sent and heard, and raise AssertionError wherever the three databases still differ."""
        self.traffic.settle()
        self.must_be_sound()
        found = [*discord(*self._stores()), *self._dead_letters()]
        assert not found, found

    def log(self) -> list[Entry]:
        """Return the decision log as a coordinator reads it."""
        entries: AsyncIterator[Entry] = whole_log(self._opened["matcher"].sessions, COORDINATORS[0])

        async def read() -> list[Entry]:
            return [entry async for entry in entries]

        return self._run(read())

    def _dead_letters(self) -> Iterator[str]:
        for name, service in self._services.items():
            for letter in service.rows(select(service.applying.letters)):
                yield f"{name} could not apply {letter['error']}"

    def _stores(self) -> tuple[Store, Store, Store]:
        """Return as stores in memory what the matcher, the needs service and the offers service have."""
        needs = [NeedState.model_validate(row["state"]) for row in self.matches.rows(select(known_needs.c.state))]
        offers = [OfferState.model_validate(row["state"]) for row in self.matches.rows(select(known_offers.c.state))]
        matches = self._store(self.matches, Match)
        matches.kept[NeedState] = {each.need_id: each for each in needs}
        matches.kept[OfferState] = {each.offer_id: each for each in offers}
        return matches, self._store(self.needs, Need, Coverage), self._store(self.offers, Offer, Capacity)

    def _store(self, service: RealService, *kinds: type) -> Store:
        kept = {kind: {record.id: record for record in service.all_of(kind)} for kind in kinds}
        rows = [sent_of(row) for row in service.rows(select(service.outbox).order_by(service.outbox.c.position))]
        return Store({}, kept, Outbox([Row(record, decode(record.headers, record.value)) for record in rows]))

    def _service(self, name: str, outbox: Any, inbox: Any, handlers: Any, unit_of_work: Any) -> RealService:
        database = self._opened[name]
        applying, dying = processors(database, inbox, handlers, name)
        return RealService(self._runner, database, outbox, applying, dying, unit_of_work, self.clock)

    def _run(self, work: Any) -> Any:
        return self._runner.run(work)
