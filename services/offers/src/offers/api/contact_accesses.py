"""Who reads the contact of an offer: written down before it is shown, and told to those who speak for it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from offers.adapters import queries
from offers.adapters.tables import contact_accesses
from offers.domain.identifiers import OfferId
from offers.domain.rights import must_be_able_to_change
from shared.http.contact_accesses import ContactAccessView, ContactWatch
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor
from shared.service.parts import ReadingSession

router = service_router("/v1/offers/{offer_id}", tag="offers")


async def contact_watch(request: Request, session: ReadingSession, actor: CurrentActor) -> ContactWatch:
    """Return the watch over what this request shows."""
    return ContactWatch.over(contact_accesses, request, session, actor)


Watch = Annotated[ContactWatch, Depends(contact_watch)]
"""A route parameter of this type writes down whose contacts are about to be shown."""


@router.get("/contact-accesses")
async def read_contact_accesses(
    offer_id: UUID, page: PageQuery, session: ReadingSession, actor: CurrentActor, watch: Watch
) -> Page[ContactAccessView]:
    """Read who was shown an offer's contact, the newest first; for those who speak for it."""
    offer = await queries.find_offer(session, OfferId(offer_id), actor)
    must_be_able_to_change(offer, actor)
    return await watch.page_of(page, offer.id)
