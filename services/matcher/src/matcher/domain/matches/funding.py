"""Lines that pay for what another donor's lines give (BMS7 103): what that costs, and whether the money is there."""

from collections.abc import Sequence

from matcher.domain.conditions import Code, failures, failures_of_meeting
from matcher.domain.packages.paths import price_between
from matcher.domain.packages.ways import Way
from matcher.domain.pairing import Pairing
from matcher.domain.proposals.adoption import BELOW_MINIMUM, GONE, MORE_THAN_REMAINS, Objection, objection_about
from matcher.domain.proposals.promised import Present, Promise


def cost_of(given: Sequence[Promise], paid: Promise, present: Present) -> int | None:
    """Return what the paying line owes for all that is given to its component; None where no price is known."""
    funder = present.pairing(paid)
    if funder is None:
        return None
    total: int | None = None
    for promise in given:
        provider = present.pairing(promise)
        if promise.component_id != paid.component_id or provider is None or promise.quantity is None:
            continue
        price = price_between(_way(funder), _way(provider), present.context)
        if price is not None:
            total = (total or 0) + price.of(promise.quantity)
    return total


def objection_to_paying(paid: Promise, present: Present) -> Objection | None:
    """Return why a line may not pay this today: as any line, but that its amount need not fit the component's."""
    pairing = present.pairing(paid)
    if pairing is None:
        return objection_about(paid, GONE, present)
    failed = failures(pairing, failures_of_meeting(pairing.meeting) or ())
    for verdict in failed:
        if verdict.code is not Code.BELOW_MINIMUM_SHARE:
            return Objection(paid, verdict.code.value, verdict.message_key, verdict.facts)
    code = _wrong_with_amount(paid.quantity, pairing)
    return None if code is None else objection_about(paid, code, present)


def _wrong_with_amount(amount: int | None, pairing: Pairing) -> str | None:
    if amount is None:
        return None
    line = pairing.line
    bounds = (line.remaining, line.largest_share, pairing.taking.room_here)
    if any(bound is not None and amount > bound for bound in bounds):
        return MORE_THAN_REMAINS
    return BELOW_MINIMUM if line.smallest_share is not None and amount < line.smallest_share else None


def _way(pairing: Pairing) -> Way:
    return Way(pairing.meeting.offer, pairing.component, pairing.line, pairing.taking, score=0, breadth=1)
