"""What a word of one side settles: a condition, a refusal, who may see the need."""

from collections.abc import Iterator

from matcher.domain.conditions import Party, Verdict
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.remedy import Difference, Option, added
from matcher.domain.remedies.sizes import DECLARATION, REFUSAL, RESUMPTION


def conditions_settled(case: Case, _: Verdict) -> Iterator[Option]:
    """Have the State declare what is asked as met, or the donor no longer ask for it."""
    met = case.need.conditions_met
    unmet = tuple(each for each in case.offer.conditions if each not in met)
    kept = tuple(each for each in case.offer.conditions if each in met)
    yield Option(Party.STATE, "condition", case.with_need(conditions_met=(*met, *unmet)), _declared)
    yield Option(Party.DONOR, "condition", case.with_offer(conditions=kept), _dropped)


def refusal_withdrawn(case: Case, _: Verdict) -> Iterator[Option]:
    """Have the side that refused withdraw its refusal."""
    left = case.context.refusals - {(case.need.need_id, case.offer.offer_id)}
    yield Option(Party.EITHER, "refusal", case.with_context(refusals=left), _withdrawn)


def made_visible(case: Case, _: Verdict) -> Iterator[Option]:
    """Have the State show the need to donors."""
    yield Option(Party.STATE, "visibility", case.with_need(visibility="donors"), _shown)


def _declared(before: Case, after: Case) -> Difference:
    return Difference(DECLARATION, names=added(before.need.conditions_met, after.need.conditions_met))


def _dropped(before: Case, after: Case) -> Difference:
    return Difference(RESUMPTION, names=added(after.offer.conditions, before.offer.conditions))


def _withdrawn(_before: Case, _after: Case) -> Difference:
    return Difference(REFUSAL)


def _shown(_before: Case, after: Case) -> Difference:
    return Difference(DECLARATION, names=(after.need.visibility,))
