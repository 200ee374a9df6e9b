"""Whether help comes while it is wanted, and in time: the criterion `timing`. Today is 2 March 2026."""

from datetime import date, timedelta
from typing import Any

from matcher.domain.scoring.mark import Mark
from matcher.domain.scoring.timing import timing
from matcher.domain.spans import Span
from tests.support.matching_examples import TODAY, meeting, need, offer

APRIL = Span(date(2026, 4, 1), date(2026, 4, 30))


def mark_on(wanted: Span, given: Span, **need_fields: Any) -> Mark:
    return timing(meeting(need(window=wanted, **need_fields), offer(window=given)))


def test_a_window_that_is_all_covered_gets_full_points() -> None:
    assert mark_on(APRIL, Span(date(2026, 3, 1), date(2026, 5, 1))).points == 1000


def test_a_window_that_is_partly_covered_gets_its_share() -> None:
    assert mark_on(APRIL, Span(date(2026, 4, 16), None)).points == 500


def test_no_window_on_either_side_gets_full_points() -> None:
    assert mark_on(Span(), Span()).points == 1000


def test_days_before_today_count_neither_as_wanted_nor_as_covered() -> None:
    wanted = Span(date(2025, 1, 1), TODAY + timedelta(days=9))
    mark = mark_on(wanted, Span(date(2025, 1, 1), TODAY + timedelta(days=4)))
    assert (mark.facts["days_wanted"], mark.facts["days_together"], mark.points) == (10, 5, 500)


def test_a_deadline_that_has_passed_lowers_the_points_and_removes_nothing() -> None:
    mark = mark_on(Span(), Span(), deadline=TODAY - timedelta(days=365))
    assert (mark.variant, mark.points) == ("late", 1000 * 730 // (730 + 365))


def test_without_an_end_or_a_deadline_later_help_is_worth_less_than_help_at_once() -> None:
    at_once = mark_on(Span(), Span(date(2026, 1, 1), None))
    in_a_year = mark_on(Span(), Span(TODAY + timedelta(days=365), None))
    assert (at_once.points, in_a_year.points) == (1000, 666)


def test_help_that_begins_by_the_deadline_is_not_late() -> None:
    opens = TODAY + timedelta(days=90)
    assert mark_on(Span(), Span(opens, None), deadline=opens).points == 1000


def test_historic_examples_are_measured_in_their_own_time() -> None:
    then = Span(date(2014, 1, 1), date(2015, 12, 31))
    past = meeting(need(window=then, historic=True), offer(window=then, historic=True))
    assert timing(past).points == 1000
