"""The States' total under this offer leaves room below the offer's ceiling per State."""

from matcher.domain.amounts import ONE
from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.facts import names
from matcher.domain.pairing import Pairing


def per_state_ceiling(pairing: Pairing) -> Verdict:
    """Hold while any eligible State of the need may still receive something."""
    meeting, known = pairing.meeting, pairing.taking
    ceiling = meeting.offer.ceiling
    if ceiling is None or known.room is None or known.room > 0:
        return holding(Code.PER_STATE_CEILING)
    comparable = known.room_here is not None and ceiling.currency == pairing.line.currency
    wanted = (pairing.line.smallest_share or known.wanted or ONE) if comparable else ONE
    facts = {
        "donor": meeting.offer.donor.name,
        "states": names(meeting.states),
        "ceiling": ceiling.amount,
        "missing": wanted,
        "unit": ceiling.unit,
        "currency": ceiling.currency,
    }
    change = Change(Party.DONOR, "ceiling", quantity=wanted, unit=ceiling.unit, currency=ceiling.currency)
    variant = "reached" if comparable else "reached_in_other_unit"
    return failing(Code.PER_STATE_CEILING, variant, change, facts)
