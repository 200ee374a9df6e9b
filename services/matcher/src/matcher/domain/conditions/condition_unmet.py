"""What the donor makes a condition is declared as met by the State."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import names
from matcher.domain.pairing import Meeting


def condition_unmet(meeting: Meeting) -> Verdict:
    """Hold when every condition of the offer is declared as met."""
    unmet = tuple(each for each in meeting.offer.conditions if each not in meeting.need.conditions_met)
    if not unmet:
        return holding(Code.CONDITION_UNMET)
    facts = {"donor": meeting.offer.donor.name, "unmet": names(unmet)}
    return failing(Code.CONDITION_UNMET, "undeclared", Change(Party.STATE, "condition", names=unmet), facts)
