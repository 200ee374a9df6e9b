"""Rules for the window of the help and the dates of the call: in order and, once an offer stands, not over."""

from collections.abc import Iterator
from datetime import date

from offers.domain.details import OfferDetails
from shared.errors import FieldProblem, InvalidInput
from shared.rules.timing import past_day_problems, window_problems
from shared.statements.windows import Window


def timing_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check the window of the help and the dates of the call."""
    yield from window_problems("/window", details.window)
    yield from window_problems("/call", details.call)


def past_problems(window: Window, call: Window, today: date) -> Iterator[FieldProblem]:
    """Name the ends of window and call that are over; an open end never is."""
    yield from past_day_problems("/window/end", window.end, today)
    yield from past_day_problems("/call/end", call.end, today)


def must_not_be_over(window: Window, call: Window, today: date) -> None:
    """Raise InvalidInput naming each end that lies before today."""
    if problems := list(past_problems(window, call, today)):
        raise InvalidInput(problems)
