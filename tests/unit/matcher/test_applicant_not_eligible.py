"""One of the kinds that may apply to the offer applies for the need."""

from matcher.domain.conditions.applicant_not_eligible import applicant_not_eligible
from matcher.domain.conditions.verdict import Change, Party
from tests.support.matching_examples import meeting, need, offer


def test_an_offer_that_names_no_applicants_takes_any() -> None:
    assert applicant_not_eligible(meeting(need(applicants=("agency",)), offer(applicants=()))).holds


def test_one_kind_in_common_is_enough() -> None:
    asking, offering = need(applicants=("state", "agency")), offer(applicants=("agency", "civil_society"))
    assert applicant_not_eligible(meeting(asking, offering)).holds


def test_another_kind_is_told_through_whom_to_apply() -> None:
    verdict = applicant_not_eligible(meeting(need(applicants=("state",)), offer(applicants=("agency",))))
    assert not verdict.holds
    assert verdict.facts["accepted"] == ["agency"]
    assert verdict.change == Change(Party.STATE, "applicant", names=("agency",))
