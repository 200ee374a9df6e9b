"""What would be taken is not less than the smallest share that the line gives."""

from matcher.domain.conditions.verdict import Change, Code, Party, Verdict, failing, holding
from matcher.domain.pairing import Pairing
from matcher.domain.taking import Taking


def below_minimum_share(pairing: Pairing) -> Verdict:
    """Hold unless a known bound (asked, remaining, largest share, room) lies below the smallest share.

    A bound that is nothing at all is told by `exhausted` or `per_state_ceiling`, not here once more.
    """
    line, most = pairing.line, _most(pairing.taking)
    smallest = line.smallest_share or 1
    if most is None or most >= smallest:
        return holding(Code.BELOW_MINIMUM_SHARE)
    small_ask = most == pairing.taking.asked
    facts = {
        "donor": pairing.meeting.offer.donor.name,
        "smallest": smallest,
        "most": most,
        "missing": smallest - most,
        "unit": line.unit,
        "currency": line.currency,
    }
    change = Change(
        who=Party.EITHER if small_ask else Party.DONOR,
        what="minimum",
        quantity=smallest - most,
        unit=line.unit,
        currency=line.currency,
    )
    return failing(Code.BELOW_MINIMUM_SHARE, "asks_less" if small_ask else "leaves_less", change, facts)


def _most(known: Taking) -> int | None:
    bounds = (
        known.asked if known.residual else None,
        known.remaining or None,
        known.largest_share,
        known.room_here if known.room else None,
    )
    return min((bound for bound in bounds if bound is not None), default=None)
