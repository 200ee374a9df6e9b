"""Whether the donor's conditions are met."""

from matcher.domain.amounts import ONE
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.mark import Mark


def conditions(meeting: Meeting) -> Mark:
    """Return 1000 where there are none or all are declared as met, else the share that is (a near miss only)."""
    asked = meeting.offer.conditions
    if not asked:
        return Mark(ONE, "none")
    met = [each for each in asked if each in meeting.need.conditions_met]
    unmet = [each for each in asked if each not in meeting.need.conditions_met]
    variant = "some" if unmet else "all"
    return Mark(len(met) * ONE // len(asked), variant, {"met": met, "unmet": unmet})
