"""The offers service's consumer on a real database: events of matches are applied as its worker applies them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from offers.adapters.mapping import map_domain
from offers.adapters.reservations.tables import dead_letters, inbox
from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.consumers import handlers
from offers.domain.details import OfferDetails
from offers.domain.offer import Offer
from shared.events.envelope import Envelope
from shared.events.matches import MatchState
from shared.events.reservations import ReservationState, reservation_id
from shared.identifiers import new_id
from shared.messaging.bus import IncomingRecord, Partition
from shared.messaging.processing import Applied, EventProcessor, InboxTables
from shared.persistence.database import Database
from tests.support.moving_clock import MovingClock
from tests.support.offer_examples import MARKING_FUND, NOW, draft


@dataclass(frozen=True)
class ConsumingOffers:
    """The database, and what applies events to it."""

    database: Database
    processor: EventProcessor

    async def posted(self, details: OfferDetails) -> Offer:
        """Store an offer that its donor has opened."""
        offer = draft(details)
        async with OffersUnitOfWork(self.database.sessions) as uow:
            uow.offers.add(offer)
            await uow.commit(by=MARKING_FUND)
            offer.open(NOW)
            await uow.commit(by=MARKING_FUND)
        return offer

    async def hear(self, *states: MatchState) -> list[Applied]:
        """Apply an event of its own for each state, one after the other."""
        return [await self.processor.process(record_of(event_of(state))) for state in states]

    async def rows(self, statement: str, **arguments: Any) -> list[RowMapping]:
        """Run one SQL statement in a transaction of its own, and return its rows."""
        async with self.database.engine.begin() as connection:
            result = await connection.execute(text(statement), arguments)
            return list(result.mappings()) if result.returns_rows else []

    async def figures(self, offer: Offer, place: int = 0) -> tuple[Any, ...]:
        """Return what is reserved, committed and delivered of a line."""
        ledger = "SELECT reserved, committed, delivered FROM offer_lines WHERE id = :line"
        [row] = await self.rows(ledger, line=offer.lines[place].id)
        return tuple(row.values())

    async def journalled(self, offer: Offer, place: int = 0) -> tuple[Any, ...]:
        """Return the sums of the journal's movements of a line."""
        sums = """
        SELECT coalesce(sum(reserved_after - reserved_before), 0), coalesce(sum(committed_after - committed_before), 0),
               coalesce(sum(delivered_after - delivered_before), 0) FROM capacity_entries WHERE line_id = :line
        """
        [row] = await self.rows(sums, line=offer.lines[place].id)
        return tuple(row.values())

    async def answers(self, *matches: MatchState) -> list[ReservationState]:
        """Return what was answered to the matcher about these matches, in order."""
        keys = [str(reservation_id(match.match_id, "offers")) for match in matches]
        query = "SELECT payload FROM outbox WHERE key = ANY(:keys) ORDER BY position"
        return [ReservationState.model_validate_json(row["payload"]) for row in await self.rows(query, keys=keys)]

    async def told(self, key: UUID) -> list[tuple[str, int]]:
        """Return what was told under a key, in order: what happened, and the version."""
        rows = await self.rows("SELECT type, key_version FROM outbox WHERE key = :key ORDER BY position", key=str(key))
        return [(row["type"].split(".")[-2], row["key_version"]) for row in rows]


def event_of(state: MatchState) -> Envelope:
    """Return an event that states the match; each call makes another event."""
    return Envelope(
        id=new_id(),
        type="org.accord.match.restated.v1",
        source="/accord/matcher",
        subject=str(state.match_id),
        time=state.updated_at,
        version=state.version,
        data=state,
    )


def record_of(event: Envelope) -> IncomingRecord:
    """Return the event as the consumer gets it."""
    headers = tuple((name, value.encode()) for name, value in event.headers().items())
    return IncomingRecord(
        Partition(event.topic, 0), 0, event.subject.encode(), event.payload(), headers, event.time.timestamp()
    )


@asynccontextmanager
async def consuming_at(database_url: str, *, pool_size: int = 10) -> AsyncGenerator[ConsumingOffers]:
    """Open the consumer on a migrated database."""
    map_domain()
    database = Database.at(database_url, pool_size=pool_size, pool_timeout=30)
    applied = handlers(MovingClock(NOW))
    try:
        tables = InboxTables(inbox, dead_letters)
        yield ConsumingOffers(database, EventProcessor(database.sessions, tables, applied, consumer="offers"))
    finally:
        await database.dispose()
