"""The filters that lists and candidates share; an unknown State, area, category or kind of donor is refused by name."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from matcher.adapters import record_filters as filters
from matcher.adapters.record_filters import Conditions
from matcher.adapters.standings import StandingFilter
from matcher.adapters.tables import candidates
from matcher.api.dependencies import Wired
from shared.http.key_filters import CategoryFilter, UnknownFilters, must_be_known
from shared.vocabulary import load_vocabulary

StateFilter = Annotated[str | None, Query(description="ISO 3166 alpha-3 of a State")]
AreaFilter = Annotated[str | None, Query(description="key of a region or group")]
LeastScore = Annotated[int | None, Query(ge=0, le=1000, description="of the best candidate")]
MostScore = Annotated[
    int | None, Query(ge=0, le=1000, description="of the best candidate; a record without one is below every score")
]
Historic = Annotated[bool | None, Query(description="historic examples only, or live records only")]


async def today_of(wired: Wired) -> date:
    """Return the day by the service's clock."""
    return wired.clock().date()


Today = Annotated[date, Depends(today_of)]


async def standing_filter(
    *,
    state: StateFilter = None,
    area: AreaFilter = None,
    category: CategoryFilter = None,
    min_score: LeastScore = None,
    max_score: MostScore = None,
    historic: Historic = None,
) -> StandingFilter:
    """Read a list's filters, all but the one on whether there are candidates."""
    must_be_known(state=state, area=area, category=category)
    return StandingFilter(
        state=state, area=area, category=category, min_score=min_score, max_score=max_score, historic=historic
    )


async def filter_of_offers(
    *,
    category: CategoryFilter = None,
    donor_kind: Annotated[str | None, Query(description="kind of the donor, such as multi_donor_fund")] = None,
    min_score: Annotated[int | None, Query(ge=0, le=1000)] = None,
) -> Conditions:
    """Read the filters on a need's candidates."""
    must_be_known(category=category)
    if donor_kind is not None and donor_kind not in load_vocabulary().donor_kinds:
        raise UnknownFilters({"donor_kind": "expected a kind of donor, such as multi_donor_fund"})
    return [
        *([] if category is None else [filters.pair_is_for(category)]),
        *([] if donor_kind is None else [filters.donor_is(donor_kind)]),
        *([] if min_score is None else [candidates.c.score >= min_score]),
    ]


async def filter_of_needs(
    today: Today,
    *,
    state: StateFilter = None,
    area: AreaFilter = None,
    category: CategoryFilter = None,
    min_score: Annotated[int | None, Query(ge=0, le=1000)] = None,
) -> Conditions:
    """Read the filters on an offer's candidates."""
    must_be_known(state=state, area=area, category=category)
    return [
        *([] if state is None else [filters.need_is_of_state(state, today)]),
        *([] if area is None else [filters.need_is_in_area(area, today)]),
        *([] if category is None else [filters.pair_asks_for(category)]),
        *([] if min_score is None else [candidates.c.score >= min_score]),
    ]


Standings = Annotated[StandingFilter, Depends(standing_filter)]
OfferConditions = Annotated[Conditions, Depends(filter_of_offers)]
NeedConditions = Annotated[Conditions, Depends(filter_of_needs)]
