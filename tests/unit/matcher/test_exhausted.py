"""Something is left of the line, and something of the component is still asked for."""

from typing import Any

from matcher.domain.conditions.exhausted import exhausted
from matcher.domain.conditions.verdict import Change, Party, Verdict
from tests.support.matching_examples import component, line, pairing


def verdict_on(asked: dict[str, Any], offered: dict[str, Any]) -> Verdict:
    return exhausted(pairing(component(**asked), line(**offered)))


def test_a_line_with_something_left_answers_a_component_with_something_open() -> None:
    assert verdict_on({"covered": 3_999}, {"reserved": 9_999}).holds


def test_what_is_reserved_committed_and_delivered_is_no_longer_left() -> None:
    verdict = verdict_on({}, {"pledged": 9_000, "reserved": 2_000, "committed": 3_000, "delivered": 4_000})
    assert verdict.message_key == "condition.exhausted.offer"
    assert verdict.change == Change(Party.DONOR, "capacity", quantity=4_000, unit="machine")


def test_the_capacity_to_add_is_no_less_than_the_smallest_share() -> None:
    verdict = verdict_on({}, {"pledged": 9_000, "delivered": 9_000, "smallest_share": 6_000})
    assert verdict.change is not None
    assert verdict.change.quantity == 6_000


def test_a_component_that_is_all_covered_asks_for_nothing() -> None:
    verdict = verdict_on({"covered": 4_000}, {})
    assert verdict.message_key == "condition.exhausted.need"
    assert verdict.change is not None
    assert verdict.change.who is Party.STATE


def test_a_line_whose_donor_did_not_say_how_much_never_runs_out() -> None:
    assert verdict_on({}, {"pledged": None, "committed": 50_000}).holds


def test_a_component_that_does_not_say_how_much_is_never_all_covered() -> None:
    assert verdict_on({"quantity": None, "covered": 50_000}, {}).holds


def test_cover_beyond_what_was_asked_leaves_nothing_open() -> None:
    assert not verdict_on({"covered": 5_000}, {}).holds
