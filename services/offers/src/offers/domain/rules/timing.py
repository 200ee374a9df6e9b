"""Rules for dates: in order, in this age and, once an offer stands, not over."""

from collections.abc import Iterator
from datetime import date

from offers.domain.details import OfferDetails
from offers.domain.timing import Window
from shared.errors import FieldProblem, InvalidInput

EARLIEST = date(1990, 1, 1)
"""Nothing about an offer lies before this day: the PoA is of 2001, its oldest examples draw on the decade before."""

LATEST = date(2100, 12, 31)
"""No plan reaches beyond this day."""


def timing_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check the window of the help and the dates of the call."""
    yield from _window_problems("/window", details.window)
    yield from _window_problems("/call", details.call)


def day_problems(pointer: str, day: date | None) -> Iterator[FieldProblem]:
    """Check that a day lies between 1990 and 2100, where typing slips end and date arithmetic is safe."""
    if day is not None and not EARLIEST <= day <= LATEST:
        yield FieldProblem(pointer, f"expected a day from {EARLIEST} to {LATEST}, got {day}", "out-of-range")


def past_problems(window: Window, call: Window, today: date) -> Iterator[FieldProblem]:
    """Name the ends of window and call that are over; an open end never is."""
    for pointer, end in (("/window/end", window.end), ("/call/end", call.end)):
        if end is not None and end < today:
            yield FieldProblem(pointer, f"expected {today} or later, got {end}: nobody could answer in time", "past")


def must_not_be_over(window: Window, call: Window, today: date) -> None:
    """Raise InvalidInput naming each end that lies before today."""
    if problems := list(past_problems(window, call, today)):
        raise InvalidInput(problems)


def _window_problems(pointer: str, window: Window) -> Iterator[FieldProblem]:
    yield from day_problems(f"{pointer}/start", window.start)
    yield from day_problems(f"{pointer}/end", window.end)
    if window.start is not None and window.end is not None and window.end < window.start:
        detail = f"expected an end on or after the start {window.start}, got {window.end}"
        yield FieldProblem(f"{pointer}/end", detail, "contradiction")
