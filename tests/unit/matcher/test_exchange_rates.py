"""Which rates turn one currency into another: both of one table, the latest that is not of the future."""

from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from matcher.domain.rates import Rate, conversion, in_millionths
from tests.support.matching_examples import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def test_rates_of_tables_with_other_references_are_never_combined() -> None:
    of_the_euro = Rate("JPY", 160_000_000, TODAY, "UN", "EUR")
    of_the_dollar = Rate("XOF", 603_000_000, TODAY, "UN", "USD")
    assert conversion((of_the_euro, of_the_dollar), "JPY", "XOF", TODAY) is None
    assert conversion((of_the_euro, of_the_dollar), "XOF", "JPY", TODAY) is None


@pytest.mark.parametrize(
    "other", [Rate("XOF", 655_957_000, YESTERDAY, "UN", "EUR"), Rate("XOF", 1, TODAY, "ECB", "EUR")]
)
def test_rates_of_other_days_or_sources_are_never_combined(other: Rate) -> None:
    assert conversion((Rate("JPY", 160_000_000, TODAY, "UN", "EUR"), other), "JPY", "XOF", TODAY) is None


def test_the_latest_table_that_holds_both_currencies_counts_though_a_later_one_holds_one_of_them() -> None:
    former = (Rate("JPY", 150_000_000, YESTERDAY, "UN", "USD"), Rate("XOF", 600_000_000, YESTERDAY, "UN", "USD"))
    way = conversion((*former, Rate("JPY", 160_000_000, TODAY, "UN", "USD")), "JPY", "XOF", TODAY)
    assert way is not None
    assert way.rates == former
    assert way.down(150_000) == 600_000


def test_a_table_of_a_day_to_come_is_not_used() -> None:
    tomorrow = (Rate("EUR", 900_000, TOMORROW, "UN", "USD"), Rate("USD", 1_000_000, TOMORROW, "UN", "USD"))
    assert conversion(tomorrow, "EUR", "USD", TODAY) is None
    assert conversion(tomorrow, "EUR", "USD", TOMORROW) is not None


def test_of_tables_of_one_day_the_first_source_and_then_the_first_reference_counts_in_any_order_of_input() -> None:
    tables = {("ECB", "EUR"): 1, ("ECB", "USD"): 2, ("UN", "CHF"): 3}
    pairs = [
        (Rate("EUR", 1_000_000, TODAY, source, reference), Rate("USD", 1_000_000 * factor, TODAY, source, reference))
        for (source, reference), factor in tables.items()
    ]
    for order in permutations(pairs):
        way = conversion([rate for pair in order for rate in pair], "EUR", "USD", TODAY)
        assert way is not None
        assert way.down(1) == 1


def test_six_decimals_are_kept_exactly_and_more_are_refused() -> None:
    assert in_millionths(Decimal("603.481")) == 603_481_000
    assert in_millionths(Decimal("0.000001")) == 1
    with pytest.raises(ValueError, match="six decimals"):
        in_millionths(Decimal("0.0000001"))
