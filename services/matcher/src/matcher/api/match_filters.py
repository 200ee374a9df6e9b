"""What lists of matches may be narrowed by; what names nothing known is refused."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from matcher.adapters.matches.filters import MatchFilter, Waiting
from matcher.api.counted_filters import Counted
from matcher.api.filters import AreaFilter, StateFilter
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.origin import OriginKind
from shared.http.key_filters import CategoryFilter, UnknownFilters, must_be_known
from shared.vocabulary import load_vocabulary


async def match_filter(
    counted: Counted,
    *,
    status: Annotated[list[Status] | None, Query(description="several are alternatives")] = None,
    need_id: UUID | None = None,
    offer_id: Annotated[UUID | None, Query(description="the provider's offer or the funder's")] = None,
    round_id: UUID | None = None,
    package_id: UUID | None = None,
    state: StateFilter = None,
    area: AreaFilter = None,
    category: CategoryFilter = None,
    donor: Annotated[str | None, Query(description="key of an organisation with a line in the match")] = None,
    stale: Annotated[bool | None, Query(description="whether a record was amended since it was judged")] = None,
    origin: OriginKind | None = None,
    reason: Annotated[str | None, Query(description="code of the reason why it ended")] = None,
    waiting_for: Annotated[Waiting | None, Query(description="whose turn it is")] = None,
) -> MatchFilter:
    """Read the list's filters."""
    must_be_known(state=state, area=area, category=category)
    if reason is not None and reason not in load_vocabulary().match_reasons:
        raise UnknownFilters({"reason": "expected the code of a reason, such as need_ended"})
    return MatchFilter(
        status=None if status is None else tuple(status),
        need_id=need_id,
        offer_id=offer_id,
        round_id=round_id,
        package_id=package_id,
        state=state,
        area=area,
        category=category,
        donor=donor,
        stale=stale,
        origin=origin,
        reason=reason,
        waiting_for=waiting_for,
        **vars(counted),
    )
