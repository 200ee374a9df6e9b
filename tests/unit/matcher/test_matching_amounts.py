"""Quantities, money, rates and days in whole numbers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from matcher.domain.amounts import divided_up, part_of, thousandths
from matcher.domain.rates import Rate, conversion
from matcher.domain.spans import Span, days_together
from tests.support.matching_examples import TODAY

RATES = (
    Rate("EUR", 900_000, TODAY - timedelta(days=30), "UN", "USD"),
    Rate("EUR", 950_000, TODAY - timedelta(days=1), "UN", "USD"),
    Rate("EUR", 800_000, TODAY + timedelta(days=1), "UN", "USD"),
    Rate("USD", 1_000_000, TODAY - timedelta(days=1), "UN", "USD"),
)


def test_three_decimals_are_kept_exactly() -> None:
    assert thousandths(Decimal("1234.567")) == 1_234_567
    assert thousandths(Decimal("0.10")) == 100


def test_more_than_three_decimals_are_refused_rather_than_rounded() -> None:
    with pytest.raises(ValueError, match="three decimals"):
        thousandths(Decimal("0.0001"))


def test_a_part_is_rounded_down_and_never_more_than_the_whole() -> None:
    assert (part_of(2, 3), part_of(5, 3), part_of(-1, 3)) == (666, 1000, 0)


def test_what_is_asked_is_rounded_up() -> None:
    assert (divided_up(7, 3), divided_up(6, 3), divided_up(1, 10**9)) == (3, 2, 1)


def test_the_latest_rate_that_is_not_of_the_future_counts() -> None:
    way = conversion(RATES, "USD", "EUR", TODAY)
    assert way is not None
    assert (way.down(1_000_000), way.rates[1].millionths) == (950_000, 950_000)


def test_a_way_between_currencies_leads_back() -> None:
    way = conversion(RATES, "EUR", "USD", TODAY)
    assert way is not None
    assert (way.down(950_000), way.up(1)) == (1_000_000, 2)


def test_one_currency_needs_no_rate() -> None:
    way = conversion((), "EUR", "EUR", TODAY)
    assert way is not None
    assert (way.down(7), way.up(7), way.rates) == (7, 7, ())


@pytest.mark.parametrize(("source", "target"), [("EUR", "JPY"), ("JPY", "EUR"), (None, "EUR"), ("EUR", None)])
def test_without_a_rate_there_is_no_way(source: str | None, target: str | None) -> None:
    assert conversion(RATES, source, target, TODAY) is None


def test_a_span_includes_both_its_ends() -> None:
    span = Span(date(2026, 3, 1), date(2026, 3, 3))
    assert [span.includes(date(2026, 3, day)) for day in (1, 3, 4)] == [True, True, False]
    assert Span().includes(TODAY)


def test_days_together_count_both_ends_and_go_below_one_when_apart() -> None:
    march = Span(date(2026, 3, 1), date(2026, 3, 10))
    assert days_together(march, Span(date(2026, 3, 10), None)) == 1
    assert days_together(march, Span(date(2026, 3, 12), None)) == -1
    assert days_together(Span(), Span(date(2026, 3, 1), None)) is None
    assert days_together(Span(), march, earliest=date(2026, 3, 4)) == 7
