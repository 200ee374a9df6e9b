"""The forms of help meet; finance meets every form that money can buy."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import names
from matcher.domain.forms import are_said, met
from matcher.domain.pairing import Pairing


def modality_mismatch(pairing: Pairing) -> Verdict:
    """Hold when a side does not say its forms of help, or when one that is asked can be given."""
    component, line = pairing.component, pairing.line
    if not are_said(component, line) or met(component, line, pairing.meeting.context.vocabulary):
        return holding(Code.MODALITY_MISMATCH)
    facts = {
        "donor": pairing.meeting.offer.donor.name,
        "asked": names(component.modalities),
        "offered": names(line.modalities),
    }
    change = Change(Party.EITHER, "modality", names=component.modalities)
    variant = "other_form" if line.modalities else "not_finance"
    return failing(Code.MODALITY_MISMATCH, variant, change, facts)
