"""The statistics of matches, for coordinators and observers."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from matcher.adapters.match_statistics.queries import match_statistics
from matcher.adapters.matches.filters import MatchFilter
from matcher.api.counted_filters import DonorKindFilter, must_be_a_kind_of_donor
from matcher.api.dependencies import Reading
from matcher.api.filters import AreaFilter, Today
from matcher.api.schemas.match_statistics_view import MatchStatisticsView, Telling
from shared.http.key_filters import CategoryFilter, must_be_known
from shared.http.routing import service_router
from shared.identity.actor import Actor, Role
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/statistics", tag="statistics")


async def statistics_filter(
    actor: CurrentActor,
    *,
    area: AreaFilter = None,
    category: CategoryFilter = None,
    donor_kind: DonorKindFilter = None,
    first_day: Annotated[date | None, Query(alias="from", description="proposed on this day (UTC) or later")] = None,
    last_day: Annotated[date | None, Query(alias="until", description="proposed on this day (UTC) or before")] = None,
) -> MatchFilter:
    """Read which matches are to be counted; a regional coordinator's are those of its regions."""
    must_be_known(area=area, category=category)
    must_be_a_kind_of_donor(donor_kind)
    return MatchFilter(
        area=area,
        category=category,
        donor_kind=donor_kind,
        created_from=first_day,
        created_until=last_day,
        within=_regions_of(actor),
    )


@router.get("/matches")
async def read_match_statistics(
    narrowed: Annotated[MatchFilter, Depends(statistics_filter)], reader: Reading, today: Today
) -> MatchStatisticsView:
    """Count matches by stage, category and region, with their times, why they were lost, and the funnel.

    Only those that you may know of are counted: for observers what is public, for coordinators of regions theirs. Each
    figure carries the path of the list that it counts. A match of several categories or regions counts in each.
    """
    reader.actor.must_be(Role.COORDINATOR, Role.OBSERVER)
    found = await match_statistics(reader.session, narrowed, reader.actor, today=today)
    return MatchStatisticsView.told(found, Telling(narrowed, reader.language))


def _regions_of(actor: Actor) -> tuple[str, ...] | None:
    return tuple(sorted(actor.regions)) if actor.is_coordinator and actor.regions else None
