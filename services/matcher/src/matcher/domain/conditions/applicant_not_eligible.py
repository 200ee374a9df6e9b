"""One of the kinds that may apply to the offer applies for the need."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import names
from matcher.domain.pairing import Meeting


def applicant_not_eligible(meeting: Meeting) -> Verdict:
    """Hold when the offer takes any applicant, or one of the need's kinds."""
    accepted, applying = meeting.offer.applicants, meeting.need.applicants
    if not accepted or not set(accepted).isdisjoint(applying):
        return holding(Code.APPLICANT_NOT_ELIGIBLE)
    facts = {
        "donor": meeting.offer.donor.name,
        "accepted": names(accepted),
        "applying": names(applying),
    }
    change = Change(Party.STATE, "applicant", names=accepted)
    return failing(Code.APPLICANT_NOT_ELIGIBLE, "other_kind", change, facts)
