"""A State of the need is named, or belongs today to an eligible region or group, and is not excluded."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import names
from matcher.domain.pairing import Meeting


def state_not_eligible(meeting: Meeting) -> Verdict:
    """Hold when at least one State of the need may benefit."""
    if any(way.points > 0 for way in meeting.reach):
        return holding(Code.STATE_NOT_ELIGIBLE)
    eligibility = meeting.offer.eligibility
    excluded = [way.state for way in meeting.reach if way.excluded and way.state is not None]
    open_to = [way.state for way in meeting.reach if not way.excluded and way.state is not None]
    variant, change = "not_named", Change(Party.DONOR, "state", names=tuple(open_to))
    if excluded and not open_to:
        variant, change = "excluded", Change(Party.DONOR, "exclusion", names=tuple(excluded))
    elif not open_to:
        group = meeting.need.group
        variant, change = "group", Change(Party.DONOR, "group", names=() if group is None else (group,))
    facts = {
        "donor": meeting.offer.donor.name,
        "states": names(open_to),
        "excluded": names(excluded),
        "group": meeting.need.group,
        "eligible_states": names(eligibility.states),
        "eligible_areas": names(eligibility.areas),
    }
    return failing(Code.STATE_NOT_ELIGIBLE, variant, change, facts)
