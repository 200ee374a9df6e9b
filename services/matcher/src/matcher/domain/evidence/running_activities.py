"""What donors already run in the State that asks, on the same subject and at the same time."""

from collections.abc import Iterable
from typing import Final

from matcher.domain.amounts import thousandths
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.evidence.activity import Activity, ActivityDetails
from matcher.domain.evidence.comparing import (
    Closeness,
    alike,
    amounts_of,
    categories_of,
    in_common,
    overlap,
    related,
)
from matcher.domain.evidence.item import Evidence, Money
from matcher.domain.supply import Donor

STOPPED: Final = frozenset({"cancelled", "suspended"})
"""What never began or was put off duplicates nothing, whatever its days say."""


def running_activities(
    need: Need,
    activities: Iterable[Activity],
    context: Context,
    closeness: Closeness,
    donor: Donor | None = None,
) -> tuple[Evidence, ...]:
    """Return what each activity has in common with the need, strongest first, those of `donor` before all others."""
    found = (_compared(need, activity, context, closeness, donor) for activity in activities)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.order))


def _compared(
    need: Need, activity: Activity, context: Context, closeness: Closeness, donor: Donor | None
) -> Evidence | None:
    details = activity.details
    if not _runs(details):
        return None
    states = in_common(context.states_of(need), _states_of(details, context))
    pairs = related(categories_of(need), details.categories, context) if states else ()
    together = overlap(need, details.window, context) if pairs else None
    if together is None:
        return None
    money = _amounts_of(details)
    return Evidence(
        kind="running_activity",
        other_id=activity.id,
        states=states,
        related=pairs,
        overlap=together,
        equal_amounts=tuple(each for each in amounts_of(need) if each in money),
        alike=alike(need.texts, details.texts, closeness),
        same_donor=donor is not None and _is_of(details, donor),
    )


def _runs(details: ActivityDetails) -> bool:
    """Say whether it runs in its window; a closed one whose last day nobody told is over, as far as one knows."""
    return details.status not in STOPPED and not (details.status == "closed" and details.window.end is None)


def _states_of(details: ActivityDetails, context: Context) -> set[str]:
    return set(details.states).union(*(context.members(region) for region in details.regions))


def _amounts_of(details: ActivityDetails) -> set[Money]:
    return {(thousandths(each.amount), each.currency) for each in details.amounts}


def _is_of(details: ActivityDetails, donor: Donor) -> bool:
    if details.donor_organisation is not None and details.donor_organisation == donor.organisation:
        return True
    return details.donor_name.casefold() == donor.name.casefold()
