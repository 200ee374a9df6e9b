"""Reading offers: one, many, their history, and counts."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from offers.adapters import queries
from offers.adapters.figures import figures_for
from offers.adapters.tables import offer_versions
from offers.api.contact_accesses import Watch
from offers.api.dependencies import Wired
from offers.api.schemas.offer_figures import OfferFigures
from offers.api.schemas.offer_view import OfferView, sees_documents
from offers.domain.identifiers import OfferId
from offers.domain.life_cycle import OfferStatus
from offers.domain.rights import shows_its_contact_to_another
from shared.http.etags import VersionTag
from shared.http.histories import History, history_view
from shared.http.key_filters import CategoryFilter, must_be_known
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor
from shared.persistence.history import history_of
from shared.service.parts import ReadingSession

router = service_router("/v1", tag="offers")


async def offer_filter(
    *,
    external_id: Annotated[str | None, Query(description="the record's own number, such as O-001")] = None,
    organisation: Annotated[str | None, Query(description="key of the donor")] = None,
    state: Annotated[str | None, Query(description="ISO 3166 alpha-3 of a State that is eligible today")] = None,
    area: Annotated[str | None, Query(description="key of a region or group of which a State is eligible")] = None,
    category: CategoryFilter = None,
    modality: Annotated[str | None, Query(description="a form of help; with `category`, of the same line")] = None,
    status: OfferStatus | None = None,
    historic_example: bool | None = None,
) -> queries.OfferFilter:
    """Read the list's filters; an unknown State, area, category or form of help is refused and named."""
    must_be_known(state=state, area=area, category=category, modality=modality)
    return queries.OfferFilter(
        external_id=external_id,
        organisation=organisation,
        state=state,
        area=area,
        category=category,
        modality=modality,
        status=status,
        historic_example=historic_example,
    )


@router.get("/offers")
async def list_offers(
    narrowed: Annotated[queries.OfferFilter, Depends(offer_filter)],
    page: PageQuery,
    session: ReadingSession,
    actor: CurrentActor,
    wired: Wired,
) -> Page[OfferView]:
    """List the offers that you may see, oldest first; with the contacts of your own alone."""
    found = await queries.list_offers(
        session, narrowed, actor, today=wired.clock(), after=page.after_id, limit=page.fetch
    )
    return page.of(found, key=lambda offer: (offer.id,), show=lambda offer: OfferView.in_a_list(offer, actor))


@router.get("/offers/{offer_id}")
async def read_offer(
    offer_id: UUID, session: ReadingSession, actor: CurrentActor, tag: VersionTag, watch: Watch
) -> OfferView:
    """Read one offer, as far as you may see it."""
    offer = await queries.find_offer(session, OfferId(offer_id), actor)
    tag.answer(offer.version)
    await watch.note([offer.id] if shows_its_contact_to_another(offer, actor) else [])
    return OfferView.of(offer, actor)


@router.get("/offers/{offer_id}/history")
async def read_history(offer_id: UUID, session: ReadingSession, actor: CurrentActor) -> History:
    """Read what happened to an offer, oldest first; former contents are for its donor."""
    offer = await queries.find_offer(session, OfferId(offer_id), actor)
    changes = await history_of(session, offer_versions, offer.id)
    return history_view(changes, with_documents=sees_documents(offer, actor))


@router.get("/statistics", tags=["statistics"])
async def read_statistics(session: ReadingSession, actor: CurrentActor) -> OfferFigures:
    """Count the offers that you may see, by status; of those that circulate besides, tell in steps about how many."""
    return OfferFigures.of(await figures_for(session, actor))
