"""Rules for dates: in order, in this age and, where somebody still has to answer, not over."""

from collections.abc import Iterator
from datetime import date

from shared.errors import FieldProblem
from shared.statements.windows import Window

EARLIEST = date(1990, 1, 1)
"""Nothing about a record lies before this day: the PoA is of 2001, its oldest examples draw on the decade before."""

LATEST = date(2100, 12, 31)
"""No plan reaches beyond this day."""


def day_problems(pointer: str, day: date | None) -> Iterator[FieldProblem]:
    """Check that a day lies between 1990 and 2100, where typing slips end and date arithmetic is safe."""
    if day is not None and not EARLIEST <= day <= LATEST:
        yield FieldProblem(pointer, f"expected a day from {EARLIEST} to {LATEST}, got {day}", "out-of-range")


def window_problems(pointer: str, window: Window) -> Iterator[FieldProblem]:
    """Check both ends, and that the window does not end before it starts."""
    yield from day_problems(f"{pointer}/start", window.start)
    yield from day_problems(f"{pointer}/end", window.end)
    if window.start is not None and window.end is not None and window.end < window.start:
        detail = f"expected an end on or after the start {window.start}, got {window.end}"
        yield FieldProblem(f"{pointer}/end", detail, "contradiction")


def past_day_problems(pointer: str, day: date | None, today: date) -> Iterator[FieldProblem]:
    """Check that a last day is not over; one that was left open never is."""
    if day is not None and day < today:
        yield FieldProblem(pointer, f"expected {today} or later, got {day}: nobody could answer in time", "past")
