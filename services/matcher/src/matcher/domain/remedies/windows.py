"""What brings two windows together: a later deadline, an earlier start, or more days at the ends of either."""

from collections.abc import Iterator
from datetime import date, timedelta

from matcher.domain.conditions import Party, Verdict
from matcher.domain.facts import iso, span_facts
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.opening import days_added, widened
from matcher.domain.remedies.remedy import Difference, Option, size_of_days
from matcher.domain.spans import Span, days_together


def brought_together(case: Case, _: Verdict) -> Iterator[Option]:
    """Settle the deadline first, then the days that are missing; nothing where a day would leave the calendar."""
    opens, deadline = case.offer.window.start, case.need.deadline
    try:
        if opens is not None and deadline is not None and opens > deadline:
            yield Option(Party.STATE, "deadline", case.with_need(deadline=opens), _deadline_moved)
            earlier = widened(case.offer.window, start=deadline)
            yield Option(Party.DONOR, "window", case.with_offer(window=earlier), _window_of_offer)
        else:
            yield from _longer(case)
    except OverflowError:
        return


def _longer(case: Case) -> Iterator[Option]:
    """Widen one side where the other leaves room enough; where neither does, first make the need's own time enough."""
    wanted, given, present = case.need.window, case.offer.window, case.meeting.present
    required = max(1, case.need.shortest_useful_days)
    by_state, by_donor = (_enough(wanted, given, present, required), _enough(given, wanted, present, required))
    if by_state is None and by_donor is None:
        by_state = _enough(wanted, Span(), present, required)
    if by_state is not None:
        yield Option(Party.STATE, "window", case.with_need(window=by_state), _window_of_need)
    if by_donor is not None:
        yield Option(Party.DONOR, "window", case.with_offer(window=by_donor), _window_of_offer)


def _enough(own: Span, other: Span, present: date | None, required: int) -> Span | None:
    """Return one's own span with the fewest days added at its end, else at its start; None where the other's is short.

    The end is moved as far as the other lets it be of use, then the start.
    """
    missing = required - (days_together(own, other, present) or 0)
    at_end = _useful(own.end, other.end, missing)
    earliest = max((day for day in (other.start, present) if day is not None), default=None)
    at_start = _useful(own.start, earliest, missing - at_end, step=-1)
    if at_end + at_start < missing:
        return None
    start, end = own.start, own.end
    return Span(start and start - timedelta(days=at_start), end and end + timedelta(days=at_end))


def _useful(own: date | None, bound: date | None, wanted: int, *, step: int = 1) -> int:
    """Return how many of the wanted days an end can be moved outwards before the bound makes it useless."""
    if own is None:
        return 0
    return wanted if bound is None else max(0, min(wanted, (bound - own).days * step))


def _deadline_moved(before: Case, after: Case) -> Difference:
    first, last = before.need.deadline, after.need.deadline
    days = (last - first).days if first and last else 0
    facts = {"before": iso(first), "after": iso(last), "offer_start": iso(before.offer.window.start)}
    return Difference(size_of_days(days), days=days, facts={**facts})


def _window_of_need(before: Case, after: Case) -> Difference:
    return _told(before.need.window, after.need.window)


def _window_of_offer(before: Case, after: Case) -> Difference:
    return _told(before.offer.window, after.offer.window)


def _told(before: Span, after: Span) -> Difference:
    days = days_added(before, after)
    return Difference(size_of_days(days), days=days, facts=span_facts("before", before) | span_facts("after", after))
