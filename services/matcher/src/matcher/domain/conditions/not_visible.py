"""The State lets donors see the need."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.pairing import Meeting


def not_visible(meeting: Meeting) -> Verdict:
    """Hold unless the need is kept to coordinators."""
    if meeting.need.visibility != "coordinators":
        return holding(Code.NOT_VISIBLE)
    facts = {"donor": meeting.offer.donor.name, "visibility": meeting.need.visibility}
    change = Change(Party.STATE, "visibility", names=("donors",))
    return failing(Code.NOT_VISIBLE, "coordinators_only", change, facts)
