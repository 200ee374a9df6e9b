"""Dates stand in order, in this age, and are not over where somebody has to answer by them."""

from datetime import date

import pytest

from shared.rules.timing import EARLIEST, LATEST, day_problems, past_day_problems, window_problems
from shared.statements.windows import Window

DAY = date(2027, 2, 1)


@pytest.mark.parametrize("day", [None, EARLIEST, LATEST])
def test_a_day_may_be_unsaid_or_of_this_age(day: date | None) -> None:
    assert list(day_problems("/deadline", day)) == []


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1), date.min, date.max])
def test_a_day_of_another_age_is_a_slip_of_the_pen(day: date) -> None:
    [problem] = day_problems("/deadline", day)

    assert problem.detail == f"expected a day from 1990-01-01 to 2100-12-31, got {day}"
    assert problem.code == "out-of-range"


@pytest.mark.parametrize("window", [Window(), Window(DAY), Window(end=DAY), Window(DAY, DAY)])
def test_a_window_may_be_a_single_day_or_open_on_either_side(window: Window) -> None:
    assert list(window_problems("/window", window)) == []


def test_a_window_ends_after_it_starts() -> None:
    [problem] = window_problems("/call", Window(DAY, date(2027, 1, 31)))

    assert (problem.pointer, problem.code) == ("/call/end", "contradiction")


def test_both_ends_of_a_window_are_of_this_age() -> None:
    found = window_problems("/window", Window(date(202, 6, 1), date(2101, 1, 1)))

    assert [problem.pointer for problem in found] == ["/window/start", "/window/end"]


@pytest.mark.parametrize("last", [None, DAY, LATEST])
def test_today_is_not_over_and_an_open_end_never_is(last: date | None) -> None:
    assert list(past_day_problems("/deadline", last, today=DAY)) == []


def test_a_last_day_that_is_over_is_named() -> None:
    [problem] = past_day_problems("/deadline", date(2027, 1, 31), today=DAY)

    assert (problem.pointer, problem.code) == ("/deadline", "past")
