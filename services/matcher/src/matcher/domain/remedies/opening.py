"""What makes two records open to each other: opening again, waiting for a call, or another time for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from matcher.domain.conditions import Party, Verdict
from matcher.domain.demand import ASKING
from matcher.domain.facts import iso, span_facts
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.remedy import Difference, Option, size_of_days
from matcher.domain.remedies.sizes import RESUMPTION, RETURN
from matcher.domain.spans import Span


def opened(case: Case, _: Verdict) -> Iterator[Option]:
    """Open the need, then the offer; then wait for the call where it is to come, or have the donor move it."""
    if case.need.status not in ASKING:
        yield Option(Party.STATE, "reopen", case.with_need(status="open"), _need_reopened)
    elif case.offer.status != "open":
        yield Option(Party.DONOR, "reopen", case.with_offer(status="open"), _offer_reopened)
    elif case.meeting.present is not None:
        yield from _call(case, case.meeting.present)


def _call(case: Case, today: date) -> Iterator[Option]:
    call = case.offer.call
    if call.start is not None and today < call.start:
        yield Option(Party.WAIT, "call", case.with_context(today=call.start), _awaited)
    start, end = call.start and min(call.start, today), call.end and max(call.end, today)
    yield Option(Party.DONOR, "call", case.with_offer(call=Span(start, end)), _call_moved)


def _need_reopened(before: Case, _: Case) -> Difference:
    return Difference(RETURN, facts={"need_status": before.need.status})


def _offer_reopened(before: Case, _: Case) -> Difference:
    status = before.offer.status
    return Difference(RETURN if status == "closed" else RESUMPTION, facts={"offer_status": status})


def _awaited(before: Case, after: Case) -> Difference:
    days = (after.context.today - before.context.today).days
    return Difference(size_of_days(days), days=days, facts={"opens": iso(after.context.today)})


def _call_moved(before: Case, after: Case) -> Difference:
    days = days_added(before.offer.call, after.offer.call)
    facts = span_facts("before", before.offer.call) | span_facts("after", after.offer.call)
    return Difference(size_of_days(days), days=days, facts=facts)


def days_added(before: Span, after: Span) -> int:
    """Return by how many days both ends of a span were moved outwards."""
    sooner = (before.start - after.start).days if before.start and after.start else 0
    longer = (after.end - before.end).days if before.end and after.end else 0
    return sooner + longer


def widened(span: Span, *, start: date | None = None, end: date | None = None) -> Span:
    """Return the span with the ends given in place of its own."""
    return replace(span, start=start or span.start, end=end or span.end)
