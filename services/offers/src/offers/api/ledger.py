"""Reading who engages an offer: the journal of its ledger, and what is held for which match."""

from uuid import UUID

from offers.adapters.reservations import queries
from offers.api.schemas.ledger_view import EntryView, ReservationView
from offers.domain.identifiers import OfferId
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor
from shared.service.parts import ReadingSession

router = service_router("/v1/offers/{offer_id}", tag="ledger")


@router.get("/ledger")
async def read_ledger(offer_id: UUID, page: PageQuery, session: ReadingSession, actor: CurrentActor) -> Page[EntryView]:
    """Read the journal of an offer's ledger, oldest first; for its donor, and coordinators."""
    offer = await queries.find_engaged_offer(session, OfferId(offer_id), actor)
    number = page.after(int)
    after = None if number is None else number[0]
    found = await queries.list_entries(session, offer.id, after=after, limit=page.fetch)
    return page.of(found, key=lambda entry: (entry.number,), show=EntryView.of)


@router.get("/reservations")
async def read_reservations(
    offer_id: UUID, page: PageQuery, session: ReadingSession, actor: CurrentActor
) -> Page[ReservationView]:
    """Read what is held for each match that asked, and why some got nothing; for the same readers."""
    offer = await queries.find_engaged_offer(session, OfferId(offer_id), actor)
    found = await queries.list_reservations(session, offer.id, after=page.after_id, limit=page.fetch)
    return page.of(
        found,
        key=lambda reservation: (reservation.match_id,),
        show=lambda reservation: ReservationView.of(reservation, offer.id),
    )
