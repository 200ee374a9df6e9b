"""The pair was not refused before for a reason that still stands."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.pairing import Meeting


def pair_excluded(meeting: Meeting) -> Verdict:
    """Hold unless a refusal of this need and this offer still stands."""
    if (meeting.need.need_id, meeting.offer.offer_id) not in meeting.context.refusals:
        return holding(Code.PAIR_EXCLUDED)
    facts = {"donor": meeting.offer.donor.name}
    return failing(Code.PAIR_EXCLUDED, "refused", Change(Party.EITHER, "refusal"), facts)
