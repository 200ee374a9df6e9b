"""The register of running activities: filled by coordinators, read by them and by the States concerned."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from matcher.adapters.activities.queries import ActivityFilter, find_activity, list_activities
from matcher.adapters.activities.register import SqlActivityRegister
from matcher.api.dependencies import ReadingSession, Wired
from matcher.api.schemas.activity_document import ActivityDocument, ActivityView, RegisteredView
from matcher.application.activity_register import Outcome
from matcher.application.register_activity import RegisterActivity, register_activity
from shared.http.documents import Day
from shared.http.key_filters import CategoryFilter, must_be_known
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/activities", tag="activities")


async def activity_filter(
    *,
    source: Annotated[str | None, Query(description="key of the source, such as iati")] = None,
    external_id: Annotated[str | None, Query(description="the activity's id at its source")] = None,
    state: Annotated[str | None, Query(description="ISO 3166 alpha-3 of a State where it runs")] = None,
    category: CategoryFilter = None,
    running_on: Annotated[Day | None, Query(description="a day on which it runs")] = None,
) -> ActivityFilter:
    """Read the list's filters; an unknown State or category is refused and named."""
    must_be_known(state=state, category=category)
    return ActivityFilter(source, external_id, state, category, running_on)


@router.post("", responses={201: {"model": RegisteredView, "description": "It was not known before"}})
async def post_activity(
    document: ActivityDocument, actor: CurrentActor, wired: Wired, response: Response
) -> RegisteredView:
    """Register an activity, or tell what has changed about it; for coordinators.

    It is known by the key of its source and its id there: sending it again without a change changes nothing.
    """
    register = SqlActivityRegister(wired.database.sessions)
    command = RegisterActivity(document.details())
    kept = await register_activity(command, actor=actor, register=register, clock=wired.clock)
    if kept.outcome is Outcome.CREATED:
        response.status_code = 201
        response.headers["Location"] = f"/v1/activities/{kept.activity.id}"
    return RegisteredView.after(kept.activity, kept.outcome)


@router.get("")
async def read_activities(
    narrowed: Annotated[ActivityFilter, Depends(activity_filter)],
    page: PageQuery,
    session: ReadingSession,
    actor: CurrentActor,
    wired: Wired,
) -> Page[ActivityView]:
    """List the activities that you may know of: coordinators all, a State those that run in it."""
    today = wired.clock().date()
    found = await list_activities(session, narrowed, actor, today=today, after=page.after_id, limit=page.fetch)
    return page.of(found, key=lambda activity: (activity.id,), show=lambda each: ActivityView.of(each, actor))


@router.get("/{activity_id}")
async def read_activity(activity_id: UUID, session: ReadingSession, actor: CurrentActor, wired: Wired) -> ActivityView:
    """Read one activity that you may know of."""
    return ActivityView.of(await find_activity(session, activity_id, actor, wired.clock().date()), actor)
