"""Help can be given while it is wanted, for at least the shortest useful time, and begins by the deadline."""

from datetime import date
from typing import Any

import pytest

from matcher.domain.conditions.verdict import Change, Party, Verdict
from matcher.domain.conditions.window_disjoint import window_disjoint
from matcher.domain.spans import Span
from tests.support.matching_examples import meeting, need, offer


def verdict_on(wanted: Span, given: Span, **need_fields: Any) -> Verdict:
    fields: dict[str, Any] = {"shortest_useful_days": 10} | need_fields
    return window_disjoint(meeting(need(window=wanted, **fields), offer(window=given)))


def april(first: int, last: int) -> Span:
    return Span(date(2026, 4, first), date(2026, 4, last))


def test_windows_that_are_fully_open_meet() -> None:
    assert verdict_on(Span(), Span()).holds


@pytest.mark.parametrize("given", [Span(None, date(2026, 4, 10)), Span(date(2026, 4, 1), None), april(1, 10)])
def test_an_overlap_of_exactly_the_shortest_useful_time_is_enough(given: Span) -> None:
    assert verdict_on(april(1, 10), given).holds


def test_an_overlap_that_is_too_short_says_how_many_days_are_missing() -> None:
    verdict = verdict_on(april(1, 30), Span(date(2026, 4, 24), date(2026, 12, 31)))
    assert verdict.message_key == "condition.window_disjoint.too_short"
    assert verdict.change == Change(Party.EITHER, "window", days=3)


def test_windows_apart_count_the_gap_and_the_shortest_useful_time() -> None:
    verdict = verdict_on(april(1, 10), april(15, 30))
    assert verdict.message_key == "condition.window_disjoint.apart"
    assert verdict.change == Change(Party.EITHER, "window", days=14)


def test_only_the_state_can_help_where_its_own_window_is_too_short() -> None:
    verdict = verdict_on(april(1, 5), Span())
    assert verdict.change == Change(Party.STATE, "window", days=5)


def test_only_the_donor_can_help_where_its_window_is_too_short() -> None:
    verdict = verdict_on(Span(), april(1, 5))
    assert verdict.change == Change(Party.DONOR, "window", days=5)


def test_both_have_to_move_where_both_windows_are_too_short() -> None:
    verdict = verdict_on(april(1, 5), april(3, 8))
    assert verdict.change == Change(Party.BOTH, "window", days=7)


def test_an_offer_that_opens_after_the_deadline_says_how_late_it_is() -> None:
    verdict = verdict_on(Span(), Span(date(2026, 3, 17), None), deadline=date(2026, 3, 15))
    assert verdict.message_key == "condition.window_disjoint.deadline"
    assert verdict.change == Change(Party.EITHER, "deadline", days=2)


def test_an_offer_that_is_late_and_overlaps_too_little_counts_the_longer_of_the_two() -> None:
    verdict = verdict_on(april(1, 10), april(15, 30), deadline=date(2026, 4, 13))
    assert verdict.message_key == "condition.window_disjoint.late_and_short"
    assert verdict.change == Change(Party.EITHER, "window", days=14)


def test_an_offer_that_opens_on_the_deadline_is_in_time() -> None:
    assert verdict_on(Span(), Span(date(2026, 3, 15), None), deadline=date(2026, 3, 15)).holds


def test_days_before_today_do_not_count() -> None:
    """Today is 2 March 2026."""
    assert verdict_on(Span(), Span(date(2026, 1, 1), date(2026, 3, 11))).holds
    assert verdict_on(Span(), Span(date(2026, 1, 1), date(2026, 3, 10))).change == Change(Party.DONOR, "window", days=1)


def test_historic_examples_meet_in_their_own_time() -> None:
    then = Span(date(2015, 1, 1), date(2016, 12, 31))
    past = meeting(need(window=then, historic=True), offer(window=then, historic=True))
    assert window_disjoint(past).holds


def test_a_useful_time_of_no_days_still_asks_for_a_day_in_common() -> None:
    assert verdict_on(april(1, 10), april(10, 20), shortest_useful_days=0).holds
    assert not verdict_on(april(1, 10), april(11, 20), shortest_useful_days=0).holds
