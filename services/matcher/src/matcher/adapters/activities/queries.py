"""Reading the register of running activities. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.activities.register import activity_from
from matcher.adapters.activities.tables import activities
from matcher.domain.evidence.activity import Activity
from shared.errors import NotFound
from shared.geography import load_geography
from shared.identity.actor import Actor, Role
from shared.vocabulary import load_vocabulary

STOPPED = ("cancelled", "suspended")
"""What never began or was put off is not running, whatever its days say."""


@dataclass(frozen=True)
class ActivityFilter:
    """What a list of activities may be narrowed by; None leaves a field open."""

    source: str | None = None
    external_id: str | None = None
    state: str | None = None
    category: str | None = None
    running_on: date | None = None


def may_see_activity(actor: Actor, today: date) -> ColumnElement[bool]:
    """Return the condition that the actor may know of the activity: coordinators of any, a State of those in it.

    The register is an aid to review (product: duplication radar), whose records others published and an import
    classified: the State concerned can check them, and no donor is shown a reading of another's work as fact.
    """
    if actor.is_coordinator:
        return true()
    if actor.role is Role.RECIPIENT and actor.state is not None:
        return runs_in((actor.state,), today)
    return false()


def runs_in(states: Sequence[str], today: date) -> ColumnElement[bool]:
    """Return the condition that the activity names one of the States, or a region that holds one of them."""
    geography = load_geography()
    areas = sorted({area for state in states for area in geography.areas_of(state, today)})
    return or_(activities.c.states.overlap(list(states)), activities.c.regions.overlap(areas))


def is_running(first: date | None, last: date | None) -> ColumnElement[bool]:
    """Return the condition that it runs on some day of a span; an open end of either bounds nothing.

    A closed activity whose last day nobody told is over, as far as one knows.
    """
    conditions: list[ColumnElement[bool]] = [activities.c.status.not_in(STOPPED)]
    conditions.append(or_(activities.c.status != "closed", activities.c.ends_on.is_not(None)))
    if last is not None:
        conditions.append(or_(activities.c.starts_on.is_(None), activities.c.starts_on <= last))
    if first is not None:
        conditions.append(or_(activities.c.ends_on.is_(None), activities.c.ends_on >= first))
    return and_(*conditions)


async def find_activity(session: AsyncSession, activity_id: UUID, actor: Actor, today: date) -> Activity:
    """Return the activity; NotFound where there is none, or none that the actor may know of."""
    query = select(activities).where(activities.c.id == activity_id, may_see_activity(actor, today))
    row = (await session.execute(query)).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no activity {activity_id}.", activity_id=str(activity_id))
    return activity_from(row)


async def list_activities(
    session: AsyncSession, narrowed: ActivityFilter, actor: Actor, *, today: date, after: UUID | None, limit: int
) -> Sequence[Activity]:
    """Return up to `limit` activities that the actor may know of, in the order of their registration."""
    query = select(activities).where(may_see_activity(actor, today), *_conditions(narrowed, today))
    if after is not None:
        query = query.where(activities.c.id > after)
    rows = await session.execute(query.order_by(activities.c.id).limit(limit))
    return [activity_from(row) for row in rows.mappings()]


def _conditions(narrowed: ActivityFilter, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.source is not None:
        conditions.append(activities.c.source == narrowed.source)
    if narrowed.external_id is not None:
        conditions.append(activities.c.external_id == narrowed.external_id)
    if narrowed.state is not None:
        conditions.append(runs_in((narrowed.state,), today))
    if narrowed.category is not None:
        conditions.append(activities.c.categories.overlap(sorted(load_vocabulary().within(narrowed.category))))
    if narrowed.running_on is not None:
        conditions.append(is_running(narrowed.running_on, narrowed.running_on))
    return conditions
