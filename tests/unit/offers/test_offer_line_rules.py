"""What a line may say: known keys, and numbers that belong to a unit and to each other."""

from decimal import Decimal

import pytest

from offers.domain.identifiers import LineId
from offers.domain.line import LineDetails
from offers.domain.offer import Offer
from shared.errors import InvalidInput
from shared.identifiers import new_id
from tests.support.offer_examples import NOW, advice, budget, found_wrong, machines, one_line, said_of, terms


def wrong_in(line: LineDetails) -> dict[str, str]:
    """Return what is wrong in the only line of an offer, by field."""
    found = found_wrong(one_line(line))
    return {pointer.removeprefix("/lines/0/"): code for pointer, code in found.items()}


@pytest.mark.parametrize(
    "line",
    [
        machines(),
        budget(),
        advice(),
        machines(pledged=None, smallest_share=None, largest_share=None),
        budget(pledged=None, largest_share=Decimal(200_000)),
        advice(unit_cost=Decimal(93_000), currency="EUR"),
        machines(unit_cost=None, currency=None),
        machines(smallest_share=Decimal(10), largest_share=Decimal(10)),
        budget(pledged=Decimal("0.01")),
        budget(pledged=Decimal("999999999999.99")),
        advice(unit="tonne", pledged=Decimal("2.125")),
        advice(description="Two visits.\n\n\tThen a report."),
        advice(modalities=()),
    ],
)
def test_a_line_may_leave_much_unsaid(line: LineDetails) -> None:
    assert Offer.register(one_line(line), NOW).lines[0].details().categories == line.categories


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (advice(categories=()), {"categories": "required"}),
        (advice(categories=("marking", "weapons")), {"categories/1": "unknown"}),
        (advice(categories=("marking", "marking")), {"categories/1": "duplicate"}),
        (advice(modalities=("bribes",)), {"modalities/0": "unknown"}),
        (advice(modalities=("training", "training")), {"modalities/1": "duplicate"}),
        (machines(unit="gadget"), {"unit": "unknown"}),
        (budget(currency="XXX"), {"currency": "unknown"}),
        (advice(description="x" * 2_001), {"description": "too-long"}),
        (advice(description="null\0"), {"description": "control-characters"}),
        (advice(description="half a pair \ud83d"), {"description": "control-characters"}),
    ],
)
def test_what_no_list_knows_and_nobody_can_read_is_refused(line: LineDetails, problems: dict[str, str]) -> None:
    assert wrong_in(line) == problems


@pytest.mark.parametrize("field", ["pledged", "smallest_share", "largest_share", "unit_cost"])
@pytest.mark.parametrize("number", ["0", "-1", "1e12", "1e999", "NaN", "sNaN", "Infinity", "-Infinity"])
def test_negative_zero_and_absurd_numbers_are_refused(field: str, number: str) -> None:
    assert wrong_in(machines(**{field: Decimal(number)})) == {field: "out-of-range"}


def test_no_more_than_ten_million_machines_are_believed() -> None:
    assert wrong_in(machines(pledged=Decimal(10_000_000))) == {"pledged": "out-of-range"}


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (machines(pledged=Decimal("9.5")), {"pledged": "too-fine"}),
        (budget(pledged=Decimal("0.001")), {"pledged": "too-fine"}),
        (budget(pledged=Decimal("1." + "0" * 40 + "1")), {"pledged": "too-fine"}),
        (advice(unit="tonne", pledged=Decimal("0.0001")), {"pledged": "too-fine"}),
        (machines(unit_cost=Decimal("0.001")), {"unit_cost": "too-fine"}),
    ],
)
def test_numbers_finer_than_their_unit_are_refused(line: LineDetails, problems: dict[str, str]) -> None:
    assert wrong_in(line) == problems


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (advice(pledged=Decimal(3)), {"unit": "required"}),
        (advice(smallest_share=Decimal(3)), {"unit": "required"}),
        (advice(largest_share=Decimal(3)), {"unit": "required"}),
        (advice(unit="visit"), {"pledged": "required"}),
        (budget(currency=None), {"currency": "required"}),
        (machines(currency=None), {"currency": "required"}),
        (machines(unit_cost=None), {"currency": "not-allowed"}),
        (advice(currency="EUR"), {"currency": "not-allowed"}),
        (budget(unit_cost=Decimal(5)), {"unit_cost": "not-allowed"}),
    ],
)
def test_quantities_units_amounts_and_currencies_belong_together(line: LineDetails, problems: dict[str, str]) -> None:
    assert wrong_in(line) == problems


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (machines(smallest_share=Decimal(5), largest_share=Decimal(4)), {"smallest_share": "contradiction"}),
        (machines(largest_share=Decimal(11)), {"largest_share": "contradiction"}),
        (
            machines(smallest_share=Decimal(13), largest_share=Decimal(12)),
            {"smallest_share": "contradiction", "largest_share": "contradiction"},
        ),
        (machines(smallest_share=Decimal(11), largest_share=None), {"smallest_share": "contradiction"}),
    ],
)
def test_shares_stay_within_each_other_and_the_pledge(line: LineDetails, problems: dict[str, str]) -> None:
    assert wrong_in(line) == problems


def test_an_offer_needs_a_line() -> None:
    assert found_wrong(terms(lines=(), per_state_ceiling=None)) == {"/lines": "required"}


def test_an_offer_has_at_most_fifty_lines() -> None:
    assert found_wrong(terms(lines=(budget(),) * 51)) == {"/lines": "too-many"}
    assert len(Offer.register(terms(lines=(budget(),) * 50), NOW).lines) == 50


def test_a_new_offer_has_no_lines_of_its_own_to_name() -> None:
    assert wrong_in(machines(id=LineId(new_id()))) == {"id": "not-allowed"}


def test_a_refusal_says_which_key_was_perhaps_meant() -> None:
    assert "marking" in said_of(one_line(advice(categories=("markings",))), "/lines/0/categories/0")
    assert "perhaps EUR" in said_of(one_line(budget(currency="eur")), "/lines/0/currency")


def test_a_refusal_lists_a_short_vocabulary_in_full() -> None:
    said = said_of(terms(conditions=("bribe",)), "/conditions/0")

    assert all(key in said for key in ("co_funding", "assessment_first", "local_partner", "'bribe'"))


def test_a_refusal_repeats_no_more_than_the_beginning_of_a_long_key() -> None:
    assert len(said_of(one_line(advice(unit="x" * 100_000, pledged=Decimal(1))), "/lines/0/unit")) < 300


def test_every_line_is_named_by_its_index() -> None:
    statement = terms(lines=(budget(), machines(unit="gadget"), budget(currency=None)))

    assert found_wrong(statement) == {"/lines/1/unit": "unknown", "/lines/2/currency": "required"}


def test_a_refusal_is_an_invalid_input_whose_detail_names_the_pointer() -> None:
    with pytest.raises(InvalidInput, match="/lines/0/unit"):
        Offer.register(one_line(advice(pledged=Decimal(3))), NOW)
