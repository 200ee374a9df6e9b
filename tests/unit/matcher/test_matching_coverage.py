"""How much of what is still asked for an offer could cover: the criterion `coverage`."""

from datetime import timedelta
from typing import Any

import pytest

from matcher.domain.pairing import Pairing
from matcher.domain.rates import Rate
from matcher.domain.scoring.coverage import coverage, coverage_of_need
from matcher.domain.scoring.mark import Mark
from matcher.domain.supply import Ceiling
from tests.support.matching_examples import TODAY, component, line, meeting, offer, pairing

MONEY_LINE: dict[str, Any] = {"unit": "money", "currency": "EUR", "pledged": 30_000_000}
COSTED: dict[str, Any] = {"estimated_cost": 60_000_000, "currency": "EUR"}
UNCOUNTED: dict[str, Any] = COSTED | {"quantity": None}
RATES = (
    Rate("EUR", 900_000, TODAY, "UN", "USD"),
    Rate("USD", 1_000_000, TODAY, "UN", "USD"),
    Rate("EUR", 500_000, TODAY + timedelta(days=1), "UN", "USD"),
)


def money(asked: dict[str, Any], offered: dict[str, Any], *rates: Rate) -> Pairing:
    return pairing(component(**asked), line(**(MONEY_LINE | offered)), of=meeting(rates=rates))


def test_equal_units_give_the_share_of_what_is_still_asked() -> None:
    found = pairing(component(quantity=4_000, covered=1_000), line(pledged=10_000, committed=8_000))
    assert (found.taking.takeable, coverage(found).points) == (2_000, 666)


def test_no_more_than_the_largest_share_can_be_taken() -> None:
    assert pairing(a_line=line(largest_share=1_000)).taking.takeable == 1_000


def test_no_more_than_the_room_under_the_ceiling_can_be_taken() -> None:
    capped = meeting(an_offer=offer(ceiling=Ceiling(3_000, "machine")))
    assert pairing(of=capped).taking.takeable == 3_000


def test_money_covers_its_share_of_an_estimated_cost() -> None:
    assert coverage(money(COSTED | {"quantity": None}, {})).points == 500


def test_money_is_measured_against_the_cost_of_what_is_still_asked() -> None:
    assert coverage(money(COSTED | {"quantity": 4_000, "covered": 2_000}, {})).points == 1000


def test_a_need_for_money_itself_is_measured_in_its_currency() -> None:
    asked = {"unit": "money", "currency": "EUR", "quantity": 120_000_000}
    assert coverage(money(asked, {})).points == 250


def test_the_smallest_amount_asked_for_never_rounds_away() -> None:
    asked = UNCOUNTED | {"estimated_cost": 1, "currency": "USD"}
    assert money(asked, {}, *RATES).taking.asked == 1


def test_two_currencies_are_compared_only_through_a_dated_rate() -> None:
    asked = COSTED | {"quantity": None, "currency": "USD"}
    assert coverage(money(asked, {})).variant == "not_comparable"
    mark = coverage(money(asked, {}, *RATES))
    assert (mark.points, mark.variant) == (30_000_000 * 1000 // 54_000_000, "share_at_rate")
    assert (mark.facts["rate_date"], mark.facts["rate_sources"]) == (TODAY.isoformat(), ["UN"])


@pytest.mark.parametrize(
    ("asked", "offered", "variant"),
    [
        ({}, {"pledged": None}, "capacity_not_said"),
        ({"quantity": None}, {}, "quantity_not_said"),
        ({"unit": "weapon"}, {}, "not_comparable"),
    ],
)
def test_what_cannot_be_measured_gets_half_the_points_and_says_why(
    asked: dict[str, Any], offered: dict[str, Any], variant: str
) -> None:
    found = pairing(component(**asked), line(**offered))
    assert found.taking.takeable is None
    assert (coverage(found).points, coverage(found).variant) == (500, variant)


def test_an_exhausted_side_covers_nothing() -> None:
    assert coverage(pairing(component(covered=4_000))).points == 0
    assert coverage(pairing(a_line=line(delivered=10_000))).points == 0


def test_a_need_is_covered_as_the_mean_of_all_its_components() -> None:
    mark = coverage_of_need([Mark(1000, "share", {"share": 1000}), None, Mark(500, "not_comparable")])
    assert mark.points == 500
    assert mark.facts == {"components": 3, "answered": 2, "unmeasured": 1, "share": 500}


def test_a_ceiling_in_another_currency_counts_through_the_rate() -> None:
    capped = meeting(an_offer=offer(ceiling=Ceiling(10_000, "money", "USD")), rates=RATES)
    found = pairing(component(**UNCOUNTED), line(**MONEY_LINE), of=capped)
    assert found.taking.takeable == 9_000
