"""Reading who covers a need: the journal of its coverage, and what is held for which match."""

from uuid import UUID

from needs.adapters import coverage_queries
from needs.api.schemas.coverage_view import EntryView, ReservationView
from needs.domain.identifiers import NeedId
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor
from shared.service.parts import ReadingSession

router = service_router("/v1/needs/{need_id}", tag="coverage")


@router.get("/coverage")
async def read_coverage(
    need_id: UUID, page: PageQuery, session: ReadingSession, actor: CurrentActor
) -> Page[EntryView]:
    """Read the journal of a need's coverage, oldest first; for those who speak for it, and coordinators."""
    need = await coverage_queries.find_covered_need(session, NeedId(need_id), actor)
    number = page.after(int)
    after = None if number is None else number[0]
    found = await coverage_queries.list_entries(session, need.id, after=after, limit=page.fetch)
    return page.of(found, key=lambda entry: (entry.number,), show=EntryView.of)


@router.get("/reservations")
async def read_reservations(
    need_id: UUID, page: PageQuery, session: ReadingSession, actor: CurrentActor
) -> Page[ReservationView]:
    """Read what is held for each match that asked, and why some got nothing; for the same readers."""
    need = await coverage_queries.find_covered_need(session, NeedId(need_id), actor)
    found = await coverage_queries.list_reservations(session, need.id, after=page.after_id, limit=page.fetch)
    return page.of(found, key=lambda reservation: (reservation.match_id,), show=ReservationView.of)
