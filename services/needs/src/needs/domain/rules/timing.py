"""Rules for dates and urgency: in order, in this age, and long enough to be of use."""

from collections.abc import Iterator
from datetime import date

from needs.domain.details import NeedDetails
from needs.domain.rules.numbers import range_problems
from shared.errors import FieldProblem

EARLIEST = date(1990, 1, 1)
"""Nothing about a need lies before this day: the PoA is of 2001, its oldest examples draw on the decade before."""

LATEST = date(2100, 12, 31)
"""No plan reaches beyond this day."""

LONGEST_USEFUL_DAYS = 3650
"""Ten years: the longest time that may be called the shortest useful."""


def timing_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check priority, deadline, window and the shortest useful time."""
    window = details.window
    yield from range_problems("/priority", details.priority, 1, 5)
    yield from day_problems("/deadline", details.deadline)
    yield from day_problems("/window/start", window.start)
    yield from day_problems("/window/end", window.end)
    if window.start is not None and window.end is not None and window.end < window.start:
        detail = f"expected an end on or after the start {window.start}, got {window.end}"
        yield FieldProblem("/window/end", detail, "contradiction")
    if window.start is not None and details.deadline is not None and details.deadline < window.start:
        detail = f"expected a deadline on or after the window's start {window.start}, got {details.deadline}"
        yield FieldProblem("/deadline", detail, "contradiction")
    yield from _useful_time_problems(details)


def day_problems(pointer: str, day: date | None) -> Iterator[FieldProblem]:
    """Check that a day lies between 1990 and 2100, where typing slips end and date arithmetic is safe."""
    if day is not None and not EARLIEST <= day <= LATEST:
        yield FieldProblem(pointer, f"expected a day from {EARLIEST} to {LATEST}, got {day}", "out-of-range")


def past_problems(details: NeedDetails, today: date) -> Iterator[FieldProblem]:
    """Name the deadline and the window's end where they are over: nobody could answer in time."""
    for pointer, day in (("/deadline", details.deadline), ("/window/end", details.window.end)):
        if day is not None and day < today:
            detail = f"expected {today} or later, got {day}: nobody could answer in time"
            yield FieldProblem(pointer, detail, "past")


def _useful_time_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    pointer, days, window = "/shortest_useful_days", details.shortest_useful_days, details.window
    yield from range_problems(pointer, days, 1, LONGEST_USEFUL_DAYS)
    if window.start is not None and window.end is not None and window.start <= window.end:
        length = (window.end - window.start).days + 1
        if length < days <= LONGEST_USEFUL_DAYS:
            detail = f"expected at most the {length} days of the window, got {days}"
            yield FieldProblem(pointer, detail, "contradiction")
