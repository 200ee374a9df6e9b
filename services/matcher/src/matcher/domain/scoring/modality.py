"""How many of the asked forms of help the line can give."""

from matcher.domain.amounts import ONE
from matcher.domain.facts import Fact
from matcher.domain.forms import FINANCE, are_said, met
from matcher.domain.pairing import Pairing
from matcher.domain.scoring.mark import NOT_SAID, Mark


def modality(pairing: Pairing) -> Mark:
    """Return the share of the asked forms that are met, 500 where a side does not say its forms."""
    component, line = pairing.component, pairing.line
    asked = component.modalities
    if not are_said(component, line):
        return Mark(NOT_SAID, "not_said", {"asked": list(asked), "offered": list(line.modalities)})
    given = met(component, line, pairing.meeting.context.vocabulary)
    facts: dict[str, Fact] = {
        "asked": list(asked),
        "offered": list(line.modalities),
        "met": list(given),
        "unmet": [form for form in asked if form not in given],
        "bought": [form for form in given if form not in line.modalities and form != FINANCE],
    }
    variant = "all" if len(given) == len(asked) else "some" if given else "none"
    return Mark(len(given) * ONE // len(asked), variant, facts)
