"""Which quantities and amounts are believed, and that all of them fit on an event."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.measures import Ledgered, Money, Quantity
from shared.rules.numbers import LARGEST, LARGEST_COUNT, amount_problems, exceeds, quantity_problems

FINEST = Decimal("0.001")


def found(number: str | Decimal, unit: str | None, *, count_included: bool = False) -> list[str]:
    problems = quantity_problems("/quantity", Decimal(number), unit, count_included=count_included)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("number", "unit"),
    [
        ("1", "machine"),
        ("3.000", "site"),
        ("9999999", "seat"),
        ("999999999999", "round"),
        ("999999999999.999", "tonne"),
        ("999999999999.99", "money"),
        ("999999999999.999", None),
    ],
)
def test_a_plausible_quantity_passes(number: str, unit: str | None) -> None:
    assert found(number, unit) == []


@pytest.mark.parametrize("unit", ["machine", "round", "tonne", "money", None])
@pytest.mark.parametrize("number", ["0", "-1", "1e12", "1e999999", "NaN", "sNaN", "Infinity", "-Infinity"])
def test_negative_zero_and_absurd_numbers_are_refused_in_every_unit(number: str, unit: str | None) -> None:
    assert found(number, unit) == ["out-of-range"]


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("0.5", "person", "a whole number in this unit"),
        ("0.5", "round", "a whole number in this unit"),
        ("0.0001", "tonne", "at most 3 decimals"),
        ("0.001", "money", "at most 2 decimals"),
        ("1e-999999", None, "at most 3 decimals"),
    ],
)
def test_a_quantity_is_no_finer_than_its_unit(number: str, unit: str | None, expected: str) -> None:
    [problem] = quantity_problems("/quantity", Decimal(number), unit)

    assert (problem.code, problem.detail) == ("too-fine", f"expected {expected}")


def test_what_comes_singly_reaches_its_bound_only_where_the_caller_says_so() -> None:
    assert found(LARGEST_COUNT, "seat") == ["out-of-range"]
    assert found(LARGEST_COUNT, "seat", count_included=True) == []
    assert found(LARGEST_COUNT + 1, "seat", count_included=True) == ["out-of-range"]


@pytest.mark.parametrize("unit", ["round", None])
def test_what_comes_in_bulk_never_reaches_its_bound(unit: str | None) -> None:
    assert found(LARGEST, unit, count_included=True) == ["out-of-range"]


def test_a_refusal_says_whether_the_bound_itself_is_allowed() -> None:
    [below] = quantity_problems("/quantity", Decimal(0), "seat")
    [at_most] = quantity_problems("/quantity", Decimal(0), "seat", count_included=True)

    assert below.detail == "expected a number above 0 and below 10000000"
    assert at_most.detail == "expected a number above 0 and at most 10000000"


@pytest.mark.parametrize(("amount", "codes"), [("0.01", []), ("0.001", ["too-fine"]), ("1e12", ["out-of-range"])])
def test_an_amount_has_two_decimals_and_the_same_bound(amount: str, codes: list[str]) -> None:
    assert [problem.code for problem in amount_problems("/amount", Decimal(amount))] == codes


def test_nothing_is_wrong_with_a_number_that_is_not_given() -> None:
    assert list(quantity_problems("/quantity", None, "seat")) == []
    assert list(amount_problems("/amount", None)) == []


def test_a_number_exceeds_a_smaller_bound_and_not_its_own() -> None:
    assert exceeds(Decimal(2), Decimal(1))
    assert not exceeds(Decimal(1), Decimal(1))


@pytest.mark.parametrize(("value", "bound"), [(None, "1"), ("2", None), ("1e12", "1"), ("2", "-1"), ("sNaN", "1")])
def test_what_is_missing_or_refused_for_itself_exceeds_nothing(value: str | None, bound: str | None) -> None:
    number, limit = (None if each is None else Decimal(each) for each in (value, bound))

    assert not exceeds(number, limit)


@pytest.mark.parametrize("measure", [Quantity, Ledgered])
def test_the_largest_accepted_quantity_still_fits_on_an_event(measure: type[Decimal]) -> None:
    assert TypeAdapter[Decimal](measure).validate_python(LARGEST - FINEST) == LARGEST - FINEST


@pytest.mark.parametrize("measure", [Quantity, Ledgered, Money])
def test_what_the_rules_refuse_for_its_size_no_event_carries(measure: type[Decimal]) -> None:
    with pytest.raises(ValidationError, match="1 validation error"):
        TypeAdapter[Decimal](measure).validate_python(LARGEST)
