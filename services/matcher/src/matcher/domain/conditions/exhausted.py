"""Something is left of the line, and something of the component is still asked for."""

from matcher.domain.amounts import ONE
from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import Fact
from matcher.domain.pairing import Pairing


def exhausted(pairing: Pairing) -> Verdict:
    """Hold unless the remaining or the residual is known to be nothing."""
    known = pairing.taking
    if known.residual == 0:
        change = Change(Party.STATE, "residual", quantity=ONE, unit=pairing.component.unit)
        return failing(Code.EXHAUSTED, "need", change, _facts(pairing, None))
    if known.remaining == 0:
        line = pairing.line
        missing = line.smallest_share or known.asked or ONE
        change = Change(Party.DONOR, "capacity", quantity=missing, unit=line.unit, currency=line.currency)
        return failing(Code.EXHAUSTED, "offer", change, _facts(pairing, missing))
    return holding(Code.EXHAUSTED)


def _facts(pairing: Pairing, missing: int | None) -> dict[str, Fact]:
    return {
        "donor": pairing.meeting.offer.donor.name,
        "category": pairing.component.category,
        "pledged": pairing.line.pledged,
        "missing": missing,
        "unit": pairing.line.unit,
        "currency": pairing.line.currency,
    }
