"""Both records are open, and the call takes applications today."""

from datetime import date

import pytest

from matcher.domain.conditions.not_open import not_open
from matcher.domain.conditions.verdict import Change, Party
from matcher.domain.spans import Span
from tests.support.matching_examples import TODAY, meeting, need, offer


@pytest.mark.parametrize("status", ["open", "partly_covered"])
def test_a_need_that_still_asks_and_an_open_offer_meet(status: str) -> None:
    assert not_open(meeting(need(status=status))).holds


def test_a_covered_need_is_for_its_state_to_reopen() -> None:
    verdict = not_open(meeting(need(status="covered")))
    assert (verdict.holds, verdict.message_key) == (False, "condition.not_open.need")
    assert verdict.change == Change(Party.STATE, "reopen")


def test_a_paused_offer_is_for_its_donor_to_reopen() -> None:
    verdict = not_open(meeting(an_offer=offer(status="paused")))
    assert verdict.message_key == "condition.not_open.offer"
    assert verdict.change == Change(Party.DONOR, "reopen")


def test_where_neither_is_open_both_would_have_to_reopen() -> None:
    verdict = not_open(meeting(need(status="closed"), offer(status="exhausted")))
    assert verdict.change == Change(Party.BOTH, "reopen")


def test_a_call_that_is_still_to_come_asks_for_patience_in_days() -> None:
    verdict = not_open(meeting(an_offer=offer(call=Span(date(2026, 3, 10), None))))
    assert verdict.message_key == "condition.not_open.call_not_yet"
    assert verdict.change == Change(Party.WAIT, "call", days=8)


def test_a_call_that_is_over_is_for_the_donor_to_open_again() -> None:
    verdict = not_open(meeting(an_offer=offer(call=Span(None, date(2026, 3, 1)))))
    assert verdict.message_key == "condition.not_open.call_over"
    assert verdict.change == Change(Party.DONOR, "call")


def test_the_first_and_the_last_day_of_a_call_belong_to_it() -> None:
    assert not_open(meeting(an_offer=offer(call=Span(TODAY, TODAY)))).holds


def test_the_call_of_a_historic_example_is_not_asked_for_its_dates() -> None:
    past = Span(date(2015, 1, 1), date(2015, 2, 1))
    assert not_open(meeting(need(historic=True), offer(historic=True, call=past))).holds
