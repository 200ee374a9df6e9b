"""What the shipped vocabulary holds."""

from typing import cast

import pytest

from shared.vocabulary import LANGUAGES, load_vocabulary

V = load_vocabulary()

TOP_ENTRIES = {
    "legislation",
    "national_coordination",
    "manufacture_control",
    "transfer_control",
    "brokering",
    "marking",
    "record_keeping",
    "tracing",
    "stockpile_management",
    "ammunition_management",
    "destruction",
    "deactivation",
    "collection",
    "awareness",
    "border_control",
    "law_enforcement",
    "data_survey",
    "gender",
    "reporting",
    "fellowship",
    "sponsorship",
}

LISTS = {
    "modalities": "finance equipment technical_advice training personnel technology_transfer fellowship_seat"
    " travel_sponsorship infrastructure",
    "stages": "manufacture transfer storage use recovery disposal",
    "target_groups": "police armed_forces customs_border judiciary licensing_authority national_commission"
    " civil_society",
    "units": "money weapon round tonne machine set site facility vehicle person seat course workshop visit"
    " assessment law register kit dog province country project laboratory",
    "donor_kinds": "state regional_organisation international_organisation multi_donor_fund civil_society industry",
    "applicant_kinds": "state agency civil_society",
    "conditions": "co_funding assessment_first local_partner",
    "delivery_models": "own_delivery funds_others delivers_for_others both",
    "upkeep": "fuel vehicles staff maintenance",
    "shortfalls": "line_exhausted line_unknown offer_unknown offer_not_open below_smallest_share above_largest_share"
    " state_ceiling_reached ceiling_not_comparable line_indivisible_in_use measured_otherwise component_covered"
    " component_unknown component_taken need_unknown need_not_open",
}


def test_the_top_of_the_tree_is_the_agreed_list() -> None:
    assert {key for key, category in V.categories.items() if category.parent is None} == TOP_ENTRIES


@pytest.mark.parametrize(("name", "keys"), LISTS.items())
def test_each_term_list_has_its_agreed_keys_in_order(name: str, keys: str) -> None:
    assert list(getattr(V, name)) == keys.split()


def test_stockpile_management_is_divided_as_users_need_it() -> None:
    assert V.children("stockpile_management") == (
        "stockpile_assessment",
        "armoury_construction",
        "physical_security",
        "stockpile_inventory",
        "weapons_transport",
        "stockpile_training",
        "stockpile_procedures",
        "seized_weapons_storage",
    )


def test_every_category_and_unit_is_named_in_the_six_languages() -> None:
    for category in V.categories.values():
        assert set(category.titles) == set(LANGUAGES)
    for unit in V.units.values():
        assert set(unit.titles_plural) == set(LANGUAGES)


def test_no_two_categories_share_a_title_in_any_language() -> None:
    for language in LANGUAGES:
        titles = [category.titles[language] for category in V.categories.values()]
        assert len(titles) == len(set(titles))


def test_a_subcategory_without_sources_carries_those_of_its_parent() -> None:
    marking, at_import = V.categories["marking"], V.categories["marking_at_import"]
    assert (at_import.paragraphs, at_import.mosaic, at_import.dac) == (
        marking.paragraphs,
        marking.mosaic,
        marking.dac,
    )


def test_a_subcategory_with_sources_of_its_own_keeps_them() -> None:
    assert V.categories["weapons_in_ddr"].mosaic == ("02.30",)


def test_sources_are_those_of_the_reference_table() -> None:
    tracing = V.categories["tracing"]
    assert tracing.mosaic == ("05.31",)
    assert tracing.paragraphs == ("BMS7 82-89", "BMS7 105", "PoA II.10", "PoA III.9-12")
    assert tracing.dac == ("15240", "15132")


def test_money_buys_every_form_of_help_but_a_fellowship_seat() -> None:
    assert [key for key, modality in V.modalities.items() if not modality.money_buys] == ["fellowship_seat"]


@pytest.mark.parametrize(("code", "minor_units"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("XOF", 0), ("XCG", 2)])
def test_currencies_know_their_minor_units(code: str, minor_units: int) -> None:
    assert V.currencies[code].minor_units == minor_units


@pytest.mark.parametrize("code", ["XAU", "XTS", "XXX", "XDR", "CHE", "USN", "BGN", "HRK"])
def test_metals_test_codes_funds_and_withdrawn_currencies_are_left_out(code: str) -> None:
    assert code not in V.currencies


def test_a_title_falls_back_to_english() -> None:
    assert V.currencies["GBP"].title("fr") == "Pound Sterling"
    assert V.units["tonne"].title("ru") == "тонна"


def test_the_vocabulary_is_read_once() -> None:
    assert load_vocabulary() is V


def test_the_vocabulary_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        cast("dict[str, str]", V.categories["marking"].titles)["en"] = "Engraving"
