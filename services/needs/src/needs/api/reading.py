"""Reading needs: one, many, their history, and counts."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from needs.adapters import queries
from needs.adapters.figures import figures_for
from needs.adapters.tables import need_versions
from needs.api.contact_accesses import Watch
from needs.api.dependencies import Wired
from needs.api.schemas.need_figures import NeedFigures
from needs.api.schemas.need_view import NeedView, sees_documents
from needs.domain.identifiers import NeedId
from needs.domain.life_cycle import NeedStatus
from needs.domain.rights import shows_its_contact_to_another
from needs.domain.visibility import Visibility
from shared.http.etags import VersionTag
from shared.http.histories import History, history_view
from shared.http.key_filters import CategoryFilter, must_be_known
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor
from shared.persistence.history import history_of
from shared.service.parts import ReadingSession

router = service_router("/v1", tag="needs")


async def need_filter(
    *,
    external_id: Annotated[str | None, Query(description="the record's own number, such as N-001")] = None,
    state: Annotated[str | None, Query(description="ISO 3166 alpha-3 of a State that the need names")] = None,
    area: Annotated[str | None, Query(description="key of a region or group that holds one of its States")] = None,
    category: CategoryFilter = None,
    status: NeedStatus | None = None,
    visibility: Visibility | None = None,
    priority_at_least: Annotated[int | None, Query(ge=1, le=5)] = None,
    specificity_below: Annotated[int | None, Query(ge=0, le=101)] = None,
    historic_example: bool | None = None,
) -> queries.NeedFilter:
    """Read the list's filters; an unknown State, area or category is refused and named."""
    must_be_known(state=state, area=area, category=category)
    return queries.NeedFilter(
        external_id=external_id,
        state=state,
        area=area,
        category=category,
        status=status,
        visibility=visibility,
        priority_at_least=priority_at_least,
        specificity_below=specificity_below,
        historic_example=historic_example,
    )


@router.get("/needs")
async def list_needs(
    narrowed: Annotated[queries.NeedFilter, Depends(need_filter)],
    page: PageQuery,
    session: ReadingSession,
    actor: CurrentActor,
    wired: Wired,
) -> Page[NeedView]:
    """List the needs that you may see, oldest first; with the contacts of your own alone."""
    found = await queries.list_needs(
        session, narrowed, actor, today=wired.clock(), after=page.after_id, limit=page.fetch
    )
    return page.of(found, key=lambda need: (need.id,), show=lambda need: NeedView.in_a_list(need, actor))


@router.get("/needs/{need_id}")
async def read_need(
    need_id: UUID, session: ReadingSession, actor: CurrentActor, tag: VersionTag, watch: Watch
) -> NeedView:
    """Read one need, as far as you may see it."""
    need = await queries.find_need(session, NeedId(need_id), actor)
    tag.answer(need.version)
    await watch.note([need.id] if shows_its_contact_to_another(need, actor) else [])
    return NeedView.of(need, actor)


@router.get("/needs/{need_id}/history")
async def read_history(need_id: UUID, session: ReadingSession, actor: CurrentActor) -> History:
    """Read what happened to a need, oldest first; former contents are for those who may change it."""
    need = await queries.find_need(session, NeedId(need_id), actor)
    changes = await history_of(session, need_versions, need.id)
    return history_view(changes, with_documents=sees_documents(need, actor))


@router.get("/statistics", tags=["statistics"])
async def read_statistics(session: ReadingSession, actor: CurrentActor) -> NeedFigures:
    """Count the needs that you may see, by status; of those that circulate besides, tell in steps about how many."""
    return NeedFigures.of(await figures_for(session, actor))
