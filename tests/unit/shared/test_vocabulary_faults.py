"""A bad edit of the vocabulary's files is refused, and the refusal names it."""

from collections.abc import Sequence

import pytest

from shared.vocabulary import LANGUAGES, BrokenReferenceDataError, Currency, Term, Unit
from shared.vocabulary.category_file import CategoryRow, build_categories
from shared.vocabulary.faults import category_faults, currency_faults, refuse, term_faults

TITLES = dict.fromkeys(LANGUAGES, "a title")


def a_category(
    key: str = "marking",
    *,
    parent: str | None = None,
    titles: dict[str, str] = TITLES,
    mosaic: str = "05.30",
    paragraph: str = "BMS7 34",
    dac: Sequence[str] = ("15240",),
) -> CategoryRow:
    row: CategoryRow = {
        "key": key,
        "titles": titles,
        "mosaic": [mosaic],
        "paragraphs": [paragraph],
        "dac": list(dac),
    }
    return row if parent is None else {**row, "parent": parent}


def faults_of(*rows: CategoryRow) -> list[str]:
    return category_faults(build_categories(rows))


def test_a_sound_tree_has_no_faults() -> None:
    assert faults_of(a_category("marking"), a_category("marking_at_import", parent="marking")) == []


def test_a_cycle_is_found() -> None:
    rows = [a_category("egg", parent="hen"), a_category("hen", parent="egg")]
    assert faults_of(*rows) == [
        "egg: its ancestors go round in a circle",
        "hen: its ancestors go round in a circle",
    ]


def test_an_entry_above_itself_is_found() -> None:
    assert faults_of(a_category("egg", parent="egg")) == ["egg: its ancestors go round in a circle"]


def test_a_branch_that_hangs_from_a_cycle_is_found() -> None:
    rows = [a_category("chick", parent="egg"), a_category("egg", parent="egg")]
    assert "chick: its ancestors go round in a circle" in faults_of(*rows)


def test_a_parent_that_does_not_exist_is_found() -> None:
    assert faults_of(a_category(parent="engraving")) == ["marking: the parent engraving does not exist"]


def test_a_repeated_key_is_found() -> None:
    assert faults_of(a_category(), a_category()) == ["marking: the key stands 2 times"]


@pytest.mark.parametrize("titles", [TITLES | {"ru": " "}, {k: v for k, v in TITLES.items() if k != "ru"}])
def test_a_missing_language_is_found(titles: dict[str, str]) -> None:
    assert faults_of(a_category(titles=titles)) == ["marking: no title in ru"]


@pytest.mark.parametrize("key", ["Marking", "marking-import", "1marking", ""])
def test_a_malformed_key_is_found(key: str) -> None:
    assert faults_of(a_category(key)) == [f"{key}: not a snake_case key"]


@pytest.mark.parametrize("text", ["BMS7 89-82", "BMS7", "BMS 7 82", "PoA IV.2", "PoA II", "RES 05", "RES 5-5"])
def test_a_malformed_paragraph_is_found(text: str) -> None:
    assert faults_of(a_category(paragraph=text)) == [f"marking: {text!r} is no paragraph of BMS7, RES or PoA"]


@pytest.mark.parametrize("code", ["1524", "152400", "1524O"])
def test_a_dac_code_that_is_not_five_digits_is_found(code: str) -> None:
    assert faults_of(a_category(dac=[code])) == [f"marking: the DAC code {code!r} is not five digits"]


def test_a_category_without_a_dac_code_is_found() -> None:
    assert faults_of(a_category(dac=[])) == ["marking: no DAC code"]


def test_a_malformed_mosaic_module_is_found() -> None:
    assert faults_of(a_category(mosaic="5.30")) == ["marking: '5.30' is no MOSAIC module"]


def test_a_unit_without_a_plural_is_found() -> None:
    assert term_faults([Unit("tonne", TITLES, TITLES | {"ar": ""})]) == ["tonne: no plural in ar"]


def test_a_repeated_term_is_found() -> None:
    assert term_faults([Term("fuel", TITLES), Term("fuel", TITLES)]) == ["fuel: the key stands 2 times"]


def test_a_malformed_currency_is_found() -> None:
    assert currency_faults([Currency("eur", {"en": ""}, 2)]) == [
        "eur: no name",
        "eur: not three capital letters",
    ]


def test_any_fault_is_refused_with_its_name() -> None:
    with pytest.raises(BrokenReferenceDataError, match="marking: no title in ru"):
        refuse(["marking: no title in ru"])
