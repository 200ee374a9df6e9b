"""The most that one State may receive is counted as a line of the offer counts."""

from decimal import Decimal

import pytest

from offers.domain.ceiling import Ceiling
from offers.domain.offer import Offer
from tests.support.offer_examples import NOW, advice, budget, found_wrong, machines, one_line, terms


def wrong_in(ceiling: Ceiling) -> dict[str, str]:
    """Return what is wrong in the ceiling of an offer of machines priced in dollars, and of euros, by field."""
    found = found_wrong(terms(lines=(machines(currency="USD"), budget()), per_state_ceiling=ceiling))
    return {pointer.removeprefix("/per_state_ceiling/"): code for pointer, code in found.items()}


@pytest.mark.parametrize("ceiling", [Ceiling(Decimal(3), "machine"), Ceiling(Decimal(100_000), "money", "EUR")])
def test_a_ceiling_counts_as_some_line_counts(ceiling: Ceiling) -> None:
    assert Offer.register(terms(per_state_ceiling=ceiling), NOW).per_state_ceiling == ceiling


@pytest.mark.parametrize(
    ("ceiling", "problems"),
    [
        (Ceiling(Decimal(0), "machine"), {"amount": "out-of-range"}),
        (Ceiling(Decimal("1e12"), "money", "EUR"), {"amount": "out-of-range"}),
        (Ceiling(Decimal("1.5"), "machine"), {"amount": "too-fine"}),
        (Ceiling(Decimal(3), "gadget"), {"unit": "unknown"}),
        (Ceiling(Decimal(3), "seat"), {"unit": "contradiction"}),
        (Ceiling(Decimal(3), "money"), {"currency": "required"}),
        (Ceiling(Decimal(3), "money", "USD"), {"currency": "contradiction"}),
        (Ceiling(Decimal(3), "machine", "EUR"), {"currency": "not-allowed"}),
    ],
)
def test_a_ceiling_that_no_line_can_reach_is_refused(ceiling: Ceiling, problems: dict[str, str]) -> None:
    assert wrong_in(ceiling) == problems


def test_an_unknown_currency_of_a_ceiling_is_refused() -> None:
    assert wrong_in(Ceiling(Decimal(3), "money", "XXX")) == {"currency": "unknown"}


def test_an_offer_that_counts_nothing_has_no_ceiling() -> None:
    statement = one_line(advice(), per_state_ceiling=Ceiling(Decimal(3), "visit"))

    assert found_wrong(statement) == {"/per_state_ceiling/unit": "contradiction"}
