"""Who reads the contact of a need: written down before it is shown, and told to those who speak for it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from needs.adapters import queries
from needs.adapters.tables import contact_accesses
from needs.domain.identifiers import NeedId
from needs.domain.rights import must_be_able_to_change
from shared.http.contact_accesses import ContactAccessView, ContactWatch
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor
from shared.service.parts import ReadingSession

router = service_router("/v1/needs/{need_id}", tag="needs")


async def contact_watch(request: Request, session: ReadingSession, actor: CurrentActor) -> ContactWatch:
    """Return the watch over what this request shows."""
    return ContactWatch.over(contact_accesses, request, session, actor)


Watch = Annotated[ContactWatch, Depends(contact_watch)]
"""A route parameter of this type writes down whose contacts are about to be shown."""


@router.get("/contact-accesses")
async def read_contact_accesses(
    need_id: UUID, page: PageQuery, session: ReadingSession, actor: CurrentActor, watch: Watch
) -> Page[ContactAccessView]:
    """Read who was shown a need's contact, the newest first; for those who speak for it."""
    need = await queries.find_need(session, NeedId(need_id), actor)
    must_be_able_to_change(need, actor)
    return await watch.page_of(page, need.id)
