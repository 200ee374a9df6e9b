"""The needs service on a real database, told of matches as its worker is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from needs.adapters.tables import dead_letters, inbox
from needs.consumers import handlers
from shared.events.envelope import decode
from shared.events.matches import MatchLine
from shared.events.reservations import ReservationState
from shared.messaging.processing import Applied, EventProcessor, InboxTables
from shared.persistence.database import Database
from tests.support.matches_on_needs import event_of, line, match, received
from tests.support.posting_services import Desk
from tests.support.request_documents import Document

FIGURES = ("held", "confirmed", "delivered")
COMPONENT = {"category": "marking", "modalities": ["equipment"]}

_SUMS = """
SELECT component.id AS component_id,
       component.held - coalesce(sum(held_after - held_before), 0) AS held,
       component.confirmed - coalesce(sum(promised_after - promised_before), 0) AS confirmed,
       component.delivered - coalesce(sum(delivered_after - delivered_before), 0) AS delivered
  FROM need_components AS component LEFT JOIN coverage_entries ON component_id = component.id GROUP BY component.id
"""


@dataclass(frozen=True)
class ToldNeeds:
    """A desk at the needs service with one circulated need, and a worker that applies matches on it."""

    desk: Desk
    processor: EventProcessor
    need: Document

    def gives(self, coverage: int | None = 10, covered: int = 0, place: int = 0, **changes: Any) -> MatchLine:
        """Return a line of a match on the need's component at this place."""
        return line(UUID(self.need["components"][place]["id"]), coverage, covered, **changes)

    async def told(self, status: str, version: int, *lines: MatchLine, number: int = 1) -> Applied:
        """Apply a match at one version, told by an event of its own."""
        state = match(UUID(self.need["id"]), status, version, *(lines or (self.gives(),)), number=number)
        return await self.processor.process(received(event_of(state)))

    async def now(self) -> Document:
        """Return the need as its State reads it now."""
        return (await self.desk.read(self.need)).json()

    async def figures(self, place: int = 0) -> tuple[int, ...]:
        """Return what is held, confirmed and delivered of a component."""
        component = (await self.now())["components"][place]
        return tuple(component[name] for name in FIGURES)

    async def answers(self) -> list[ReservationState]:
        """Return the reservations in the outbox, in order."""
        rows = await self.desk.service.rows("SELECT headers, payload, topic FROM outbox ORDER BY position")
        sent = [decode([(k, v.encode()) for k, v in row["headers"].items()], row["payload"]) for row in rows]
        return [event.data for event in sent if isinstance(event.data, ReservationState)]

    async def unaccounted(self) -> list[Decimal]:
        """Return every figure of a component that is not the sum of its journal, by how much it differs."""
        rows = await self.desk.service.rows(_SUMS)
        return [row[name] for row in rows for name in FIGURES if row[name] != 0]


async def told_needs(desk: Desk, *quantities: int | None, database: Database | None = None) -> ToldNeeds:
    """Circulate a need with a component for each quantity (None = nobody said how much), and set a worker beside it."""
    measured = [
        COMPONENT if quantity is None else {**COMPONENT, "quantity": quantity, "unit": "machine"}
        for quantity in quantities
    ]
    return ToldNeeds(desk, needs_processor(desk, database), await desk.opened(components=measured))


def needs_processor(desk: Desk, database: Database | None = None) -> EventProcessor:
    """Return what a worker process of the needs service applies events with."""
    sessions = (database or desk.service.database).sessions
    return EventProcessor(sessions, InboxTables(inbox, dead_letters), handlers(desk.service.clock), consumer="needs")
