"""What makes quantities fit: more asked for, a lower minimum, more capacity, a higher ceiling; in whole thousandths."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.domain.amounts import MONEY, ONE, divided_up
from matcher.domain.conditions import Party, Verdict
from matcher.domain.remedies import amount_differences as told
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.remedy import Option


def share_reached(case: Case, verdict: Verdict) -> Iterator[Option]:
    """Have the donor lower its smallest share, add capacity or raise its ceiling; or the State ask for more."""
    smallest = case.line.smallest_share or 1
    missing = _missing(verdict)
    most, known = smallest - missing, case.pairing.taking
    if most > 0:
        yield Option(Party.DONOR, "minimum", case.with_line(smallest_share=most), told.minimum_lowered)
    if most == known.asked:
        yield from _asking(case, smallest)
    elif most == known.remaining:
        yield _capacity(case, missing)
    elif most == known.room_here:
        yield from _ceiling(case, (known.room or 0) + _in_ceiling_currency(case, missing))


def something_left(case: Case, verdict: Verdict) -> Iterator[Option]:
    """Have the State ask for something that is not yet covered, then the donor add what it takes."""
    if case.pairing.taking.residual == 0:
        yield from _asking(case, case.line.smallest_share or ONE)
    else:
        yield _capacity(case, _missing(verdict))


def room_made(case: Case, verdict: Verdict) -> Iterator[Option]:
    """Have the donor raise what one State may receive."""
    yield from _ceiling(case, _missing(verdict))


def _missing(verdict: Verdict) -> int:
    return (verdict.change and verdict.change.quantity) or ONE


def _capacity(case: Case, remaining: int) -> Option:
    """Add what makes this much more remain; what is taken beyond the pledge is covered first."""
    line = case.line
    taken = line.reserved + line.committed + line.delivered
    pledged = max(line.pledged or 0, taken) + remaining
    return Option(Party.DONOR, "capacity", case.with_line(pledged=pledged), told.capacity_added)


def _asking(case: Case, wanted: int) -> Iterator[Option]:
    """Ask until this much of the line's unit is asked for; a whole more where the two do not compare."""
    component, line, known = case.component, case.line, case.pairing.taking
    if known.asked is None:
        yield _more(case, ONE)
    elif line.unit != MONEY:
        yield _more(case, wanted - known.asked)
    else:
        way = case.context.conversion(line.currency, component.currency)
        more = 0 if way is None else way.up(wanted - known.asked)
        if component.unit == MONEY or component.quantity is None:
            yield _more(case, more)
        elif known.residual:
            cost = (component.estimated_cost or 0) + divided_up(more * component.quantity, known.residual)
            yield Option(Party.STATE, "cost", case.with_component(estimated_cost=cost), told.cost_raised)
        else:
            yield _more(case, ONE)


def _more(case: Case, more: int) -> Option:
    """Ask for more than is covered, of whatever the component counts in."""
    component = case.component
    covered = component.covered or 0
    if component.quantity is None:
        cost = max(component.estimated_cost or 0, covered) + more
        return Option(Party.STATE, "cost", case.with_component(estimated_cost=cost), told.cost_raised)
    asked = max(component.quantity, covered) + more
    return Option(Party.STATE, "quantity", case.with_component(quantity=asked), told.more_asked)


def _in_ceiling_currency(case: Case, amount: int) -> int:
    ceiling, line = case.offer.ceiling, case.line
    if ceiling is None or ceiling.unit != MONEY:
        return amount
    way = case.context.conversion(line.currency, ceiling.currency)
    return amount if way is None else way.up(amount)


def _ceiling(case: Case, room: int) -> Iterator[Option]:
    """Raise the ceiling until the States together have this room; nothing where it is not known whose room it is."""
    offer, states = case.offer, case.meeting.states
    if offer.ceiling is None or not states:
        return
    held = sorted(case.context.held.get((offer.offer_id, state), 0) for state in states)
    raised = replace(offer.ceiling, amount=_level(held, room))
    yield Option(Party.DONOR, "ceiling", case.with_offer(ceiling=raised), told.ceiling_raised)


def _level(held: Sequence[int], room: int) -> int:
    """Return the lowest ceiling that leaves this room above what is held, given from the least."""
    filled = 0
    for count, taken in enumerate(held, 1):
        filled += taken
        level = divided_up(room + filled, count)
        if count == len(held) or level <= held[count]:
            return level
    return room
