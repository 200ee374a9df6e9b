"""Exchange rates: loaded by coordinators, read by everybody."""

from uuid import UUID

from fastapi import Response

from matcher.adapters.basis.deciding import SqlBasisOfMatching
from matcher.adapters.basis.queries import find_rate_table, list_rate_tables
from matcher.api.dependencies import ReadingSession, Wired
from matcher.api.schemas.rate_table import RateTableDocument, RateTableView
from matcher.application.load_rates import load_rates
from matcher.domain.rates import RateTable
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse
from shared.http.pages import Page, PageQuery
from shared.http.replays import SessionFactory
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/rate-tables", tag="rates")


@router.post("", status_code=201, response_model=RateTableView)
async def post_rate_table(
    document: RateTableDocument, actor: CurrentActor, repeat: IdempotencyHeader, wired: Wired
) -> Response:
    """Load a table of exchange rates; for coordinators of all regions.

    Every candidate is found again by it within a second or two. A table of the same source, day and reference
    currency as a former one takes its place; no table is ever changed or deleted.
    """

    async def load(sessions: SessionFactory) -> RateTable:
        return await load_rates(document.command(), actor=actor, basis=SqlBasisOfMatching(sessions), clock=wired.clock)

    def show(table: RateTable) -> StoredResponse:
        view = RateTableView.of(table, actor)
        return StoredResponse.created(view, location=f"/v1/rate-tables/{table.id}", version=1)

    return await wired.replays.once(repeat.of(actor), RateTable, load, show)


@router.get("")
async def read_rate_tables(page: PageQuery, session: ReadingSession, actor: CurrentActor) -> Page[RateTableView]:
    """List the tables of exchange rates, the one loaded last first."""
    key = page.after(int)
    found = await list_rate_tables(session, before=key and key[0], limit=page.fetch)
    return page.of(found, key=lambda table: (table.number or 0,), show=lambda table: RateTableView.of(table, actor))


@router.get("/{table_id}")
async def read_rate_table(table_id: UUID, session: ReadingSession, actor: CurrentActor) -> RateTableView:
    """Read one table of exchange rates."""
    return RateTableView.of(await find_rate_table(session, table_id), actor)
