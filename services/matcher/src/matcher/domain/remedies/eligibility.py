"""What makes a State and its applicant eligible: naming them, lifting an exclusion, another kind of applicant."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from matcher.domain.conditions import Party, Verdict
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.neighbourhood import size_of_naming
from matcher.domain.remedies.remedy import Difference, Option, added
from matcher.domain.remedies.sizes import ELIGIBILITY, RESUMPTION
from matcher.domain.supply import Offer


def made_eligible(case: Case, _: Verdict) -> Iterator[Option]:
    """Have the donor name the group that asks, or the States that are not excluded; else lift the exclusions."""
    reach, given, group = case.meeting.reach, case.offer.eligibility, case.need.group
    excluded = {way.state for way in reach if way.excluded}
    states = tuple(way.state for way in reach if way.state is not None and not way.excluded)
    if excluded and not states:
        left = tuple(state for state in given.excluded_states if state not in excluded)
        yield Option(Party.DONOR, "exclusion", _with(case, excluded_states=left), _exclusion_lifted)
    elif group is not None and not case.need.states:
        yield Option(Party.DONOR, "group", _with(case, groups=(*given.groups, group)), _group_named)
    elif states:
        yield Option(Party.DONOR, "state", _with(case, states=(*given.states, *states)), _states_named)


def applied_through_another(case: Case, _: Verdict) -> Iterator[Option]:
    """Have the State apply through the first kind that the donor names, or the donor accept the State's kinds."""
    accepted, applying = case.offer.applicants, case.need.applicants
    through = case.with_need(applicants=(*applying, accepted[0]))
    yield Option(Party.STATE, "applicant", through, _kind_of_need_added)
    if applying:
        taking = case.with_offer(applicants=(*accepted, *applying))
        yield Option(Party.DONOR, "applicant", taking, _kind_of_offer_added)


def widened_to(case: Case, what: str, name: str, offer: Offer) -> Option:
    """Return the option that the donor names one State, group or region more."""

    def telling(_before: Case, _after: Case) -> Difference:
        return Difference(ELIGIBILITY, names=(name,), facts={} if what == "state" else {"area": name})

    return Option(Party.DONOR, "state" if what == "state" else "group", replace(case, offer=offer), telling)


def _with(case: Case, **changes: Any) -> Case:
    return case.with_offer(eligibility=replace(case.offer.eligibility, **changes))


def _exclusion_lifted(before: Case, after: Case) -> Difference:
    lifted = added(after.offer.eligibility.excluded_states, before.offer.eligibility.excluded_states)
    return Difference(3 * ELIGIBILITY, names=lifted)


def _group_named(before: Case, after: Case) -> Difference:
    named = added(before.offer.eligibility.groups, after.offer.eligibility.groups)
    return Difference(ELIGIBILITY, names=named, facts={"area": named[0]})


def _states_named(before: Case, after: Case) -> Difference:
    given = before.offer.eligibility
    names = added(given.states, after.offer.eligibility.states)
    return Difference(size_of_naming(names, given, before.context), names=names)


def _kind_of_need_added(before: Case, after: Case) -> Difference:
    return Difference(RESUMPTION, names=added(before.need.applicants, after.need.applicants))


def _kind_of_offer_added(before: Case, after: Case) -> Difference:
    return Difference(RESUMPTION, names=added(before.offer.applicants, after.offer.applicants))
