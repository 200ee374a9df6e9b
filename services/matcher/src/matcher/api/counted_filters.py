"""The further filters of a list of matches, by which it holds exactly what a figure of the statistics counts."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from matcher.domain.matches.life_cycle import Status
from shared.http.key_filters import UnknownFilters, must_be_known
from shared.vocabulary import load_vocabulary

DonorKindFilter = Annotated[str | None, Query(description="kind of the donor, such as multi_donor_fund")]


@dataclass(frozen=True)
class CountedFilter:
    """What a list is narrowed to besides; the fields are those of `MatchFilter`."""

    region: str | None
    within: tuple[str, ...] | None
    donor_kind: str | None
    created_from: date | None
    created_until: date | None
    reached: Status | None
    passed: Status | None
    left_from: Status | None


async def counted_filter(
    *,
    region: Annotated[str | None, Query(description="key of a region or group, besides `area`")] = None,
    within: Annotated[list[str] | None, Query(description="keys of regions or groups: any of them will do")] = None,
    donor_kind: DonorKindFilter = None,
    created_from: Annotated[date | None, Query(description="proposed on this day (UTC) or later")] = None,
    created_until: Annotated[date | None, Query(description="proposed on this day (UTC) or before")] = None,
    reached: Annotated[Status | None, Query(description="stands in this stage or once did")] = None,
    passed: Annotated[Status | None, Query(description="stood in this stage and left it")] = None,
    left_from: Annotated[Status | None, Query(description="ended without delivery, out of this stage")] = None,
) -> CountedFilter:
    """Read the filters."""
    must_be_known(area=region)
    must_be_a_kind_of_donor(donor_kind)
    return CountedFilter(
        region=region,
        within=None if within is None else tuple(within),
        donor_kind=donor_kind,
        created_from=created_from,
        created_until=created_until,
        reached=reached,
        passed=passed,
        left_from=left_from,
    )


def must_be_a_kind_of_donor(donor_kind: str | None) -> None:
    """Raise UnknownFilters where there is no such kind."""
    if donor_kind is not None and donor_kind not in load_vocabulary().donor_kinds:
        raise UnknownFilters({"donor_kind": "expected a kind of donor, such as multi_donor_fund"})


Counted = Annotated[CountedFilter, Depends(counted_filter)]
