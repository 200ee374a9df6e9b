"""What a component of a need may say, by the field that breaks the rule."""

from decimal import Decimal
from typing import Any

import pytest

from needs.domain.component import OwnContribution
from needs.domain.details import NeedDetails
from tests.support.need_examples import component, draft, found, problems_of, statement

Case = tuple[dict[str, Any], list[tuple[str, str]]]


def with_component(**changes: Any) -> NeedDetails:
    return statement(components=(component(**changes),))


COMPONENTS: list[Case] = [
    ({"category": "weather"}, [("category", "unknown")]),
    ({"modalities": ("cash",)}, [("modalities/0", "unknown")]),
    ({"modalities": ("training", "training")}, [("modalities/1", "duplicate")]),
    ({"unit": "furlong"}, [("unit", "unknown")]),
    ({"unit": None}, [("unit", "required")]),
    ({"quantity": None}, [("quantity", "required")]),
    ({"unit": "money"}, [("unit", "not-allowed")]),
    ({"quantity": Decimal(0)}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal(-5)}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal("NaN")}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal("sNaN")}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal("Infinity")}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal(10) ** 12}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal("1e999999")}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal(10_000_001), "unit": "person"}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal(10_000_001), "unit": "site"}, [("quantity", "out-of-range")]),
    ({"quantity": Decimal("0.5"), "unit": "person"}, [("quantity", "too-fine")]),
    ({"quantity": Decimal("1e-999999")}, [("quantity", "too-fine")]),
    ({"quantity": Decimal("0.0001"), "unit": "tonne"}, [("quantity", "too-fine")]),
    ({"currency": None}, [("currency", "required")]),
    ({"currency": "XYZ"}, [("currency", "unknown")]),
    ({"estimated_cost": None}, [("estimated_cost", "required")]),
    ({"estimated_cost": Decimal(0)}, [("estimated_cost", "out-of-range")]),
    ({"estimated_cost": Decimal(10) ** 12}, [("estimated_cost", "out-of-range")]),
    ({"estimated_cost": Decimal("1.001")}, [("estimated_cost", "too-fine")]),
    ({"description": "x" * 2_001}, [("description", "too-long")]),
    ({"own_contribution": OwnContribution()}, [("own_contribution", "required")]),
    ({"own_contribution": OwnContribution(Decimal(5))}, [("own_contribution/currency", "required")]),
    ({"own_contribution": OwnContribution(Decimal(-5), "KES")}, [("own_contribution/amount", "out-of-range")]),
    ({"own_contribution": OwnContribution(text="bell\x07")}, [("own_contribution/text", "control-characters")]),
]


@pytest.mark.parametrize(("changes", "problems"), COMPONENTS)
def test_components_are_checked(changes: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    wrong = statement(components=(component(), component(**changes)))
    assert found(wrong) == [(f"/components/1/{field}", code) for field, code in problems]


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        (Decimal(10) ** 12 - 1, "round"),
        (Decimal("2000.125"), "tonne"),
        (Decimal(10_000_000), "seat"),
        (Decimal("3.000"), "site"),
    ],
)
def test_plausible_quantities_pass(quantity: Decimal, unit: str) -> None:
    assert draft(with_component(quantity=quantity, unit=unit)).components[0].quantity == quantity


def test_the_same_help_may_be_asked_for_twice() -> None:
    assert len(draft(statement(components=(component(), component()))).components) == 2


def test_there_are_at_most_fifty_components() -> None:
    assert len(draft(statement(components=(component(),) * 50)).components) == 50
    assert found(statement(components=(component(),) * 51)) == [("/components", "too-many")]


def test_a_misspelt_category_is_answered_with_the_nearest_keys() -> None:
    (problem,) = problems_of(with_component(category="markings"))
    assert "perhaps marking" in problem.detail
