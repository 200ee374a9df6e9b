"""Rules for dates and urgency: in order, and long enough to be of use."""

from collections.abc import Iterator
from datetime import date

from needs.domain.details import NeedDetails
from needs.domain.rules.ranges import range_problems
from shared.errors import FieldProblem
from shared.rules.timing import day_problems, past_day_problems, window_problems

LONGEST_USEFUL_DAYS = 3650
"""Ten years: the longest time that may be called the shortest useful."""


def timing_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check priority, deadline, window and the shortest useful time."""
    window = details.window
    yield from range_problems("/priority", details.priority, 1, 5)
    yield from day_problems("/deadline", details.deadline)
    yield from window_problems("/window", window)
    if window.start is not None and details.deadline is not None and details.deadline < window.start:
        detail = f"expected a deadline on or after the window's start {window.start}, got {details.deadline}"
        yield FieldProblem("/deadline", detail, "contradiction")
    yield from _useful_time_problems(details)


def past_problems(details: NeedDetails, today: date) -> Iterator[FieldProblem]:
    """Name the deadline and the window's end where they are over: nobody could answer in time."""
    yield from past_day_problems("/deadline", details.deadline, today)
    yield from past_day_problems("/window/end", details.window.end, today)


def _useful_time_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    pointer, days, window = "/shortest_useful_days", details.shortest_useful_days, details.window
    yield from range_problems(pointer, days, 1, LONGEST_USEFUL_DAYS)
    if window.start is not None and window.end is not None and window.start <= window.end:
        length = (window.end - window.start).days + 1
        if length < days <= LONGEST_USEFUL_DAYS:
            detail = f"expected at most the {length} days of the window, got {days}"
            yield FieldProblem(pointer, detail, "contradiction")
