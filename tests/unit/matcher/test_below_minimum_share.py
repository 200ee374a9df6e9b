"""What would be taken is not less than the smallest share that the line gives."""

from typing import Any

from matcher.domain.conditions.below_minimum_share import below_minimum_share
from matcher.domain.conditions.verdict import Change, Party, Verdict
from matcher.domain.rates import Rate
from matcher.domain.supply import Ceiling
from tests.support.matching_examples import TODAY, component, line, meeting, offer, pairing


def verdict_on(asked: dict[str, Any], offered: dict[str, Any]) -> Verdict:
    return below_minimum_share(pairing(component(**asked), line(**offered)))


def test_a_line_without_a_smallest_share_gives_any_part() -> None:
    assert verdict_on({"quantity": 1}, {"smallest_share": None}).holds


def test_asking_for_exactly_the_smallest_share_is_enough() -> None:
    assert verdict_on({"quantity": 4_000}, {"smallest_share": 4_000}).holds


def test_asking_for_less_is_for_either_side_to_change() -> None:
    verdict = verdict_on({"quantity": 4_000, "covered": 1_000}, {"smallest_share": 5_000})
    assert verdict.message_key == "condition.below_minimum_share.asks_less"
    assert verdict.change == Change(Party.EITHER, "minimum", quantity=2_000, unit="machine")


def test_a_remainder_below_the_smallest_share_is_for_the_donor_to_change() -> None:
    verdict = verdict_on({"quantity": 9_000}, {"pledged": 10_000, "committed": 8_000, "smallest_share": 5_000})
    assert verdict.message_key == "condition.below_minimum_share.leaves_less"
    assert verdict.change == Change(Party.DONOR, "minimum", quantity=3_000, unit="machine")


def test_the_room_under_the_ceiling_bounds_what_would_be_taken() -> None:
    under_ceiling = meeting(an_offer=offer(ceiling=Ceiling(2_000, "machine")))
    assert not below_minimum_share(pairing(a_line=line(smallest_share=3_000), of=under_ceiling)).holds


def test_a_remainder_that_is_known_counts_even_where_the_units_differ() -> None:
    assert not verdict_on({"unit": "weapon"}, {"pledged": 2_000, "smallest_share": 3_000}).holds


def test_room_that_comes_to_nothing_in_the_lines_currency_is_too_little() -> None:
    rates = (Rate("EUR", 1, TODAY, "UN", "USD"), Rate("USD", 1_000_000, TODAY, "UN", "USD"))
    capped = meeting(an_offer=offer(ceiling=Ceiling(500, "money", "USD")), rates=rates)
    assert not below_minimum_share(pairing(a_line=line(unit="money", currency="EUR"), of=capped)).holds


def test_nothing_known_stands_in_no_way() -> None:
    assert verdict_on({"quantity": None}, {"pledged": None, "smallest_share": 3_000}).holds


def test_an_empty_line_is_told_once_and_not_here() -> None:
    assert verdict_on({}, {"pledged": 2_000, "delivered": 2_000, "smallest_share": 1_000}).holds
