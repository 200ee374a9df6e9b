"""States and areas are found under the names that real needs and offers use."""

import pytest

from shared.geography import load_geography
from shared.geography.spellings import fold, spelling_index

G = load_geography()

USED_IN_OFFERS = {
    "Africa": "africa",
    "Americas": "americas",
    "Asia and the Pacific": "asia_and_the_pacific",
    "Caribbean": "caribbean",
    "Central America": "central_america",
    "DAC ODA recipients": "dac_oda_recipients",
    "ECOWAS": "ecowas",
    "Greater Sahel": "greater_sahel",
    "Lake Chad Basin": "lake_chad_basin",
    "Latin America": "latin_america",
    "Latin America and the Caribbean": "latin_america_and_the_caribbean",
    "League of Arab States": "league_of_arab_states",
    "NATO partners": "nato_partners",
    "OAS member States": "oas",
    "OSCE area": "osce",
    "RECSA member States": "recsa",
    "Sahel and West Africa": "sahel_and_west_africa",
    "South-East Europe": "south_east_europe",
    "Western Balkans": "western_balkans",
}
USED_IN_NEEDS = {
    "Great Lakes region": "great_lakes",
    "ECOWAS member States": "ecowas",
    "CARICOM": "caricom",
}


@pytest.mark.parametrize(("name", "key"), (USED_IN_OFFERS | USED_IN_NEEDS).items())
def test_every_group_named_in_real_records_is_found(name: str, key: str) -> None:
    assert G.find_area(name) == key


@pytest.mark.parametrize("name", ["Global", "China", "", "everywhere"])
def test_what_is_no_area_is_not_found(name: str) -> None:
    assert G.find_area(name) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("member States of the African Union", "african_union"),
        ("the Pacific Islands Forum", "pif"),
        ("SADC Member States", "sadc"),
        ("OSCE participating States", "osce"),
        ("CEDEAO", "ecowas"),
        ("撒哈拉以南非洲", "sub_saharan_africa"),
        ("Западные Балканы", "western_balkans"),
        ("جامعة الدول العربية", "league_of_arab_states"),
        ("LDCs", "ldc"),
        ("western_africa", "western_africa"),
    ],
)
def test_areas_are_found_by_key_title_or_spelling_in_any_language(name: str, key: str) -> None:
    assert G.find_area(name) == key


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("China", "CHN"),
        ("BFA", "BFA"),
        ("BF", "BFA"),
        ("854", "BFA"),
        ("Cote d'Ivoire", "CIV"),
        ("CÔTE D\N{RIGHT SINGLE QUOTATION MARK}IVOIRE", "CIV"),
        ("Tanzania", "TZA"),
        ("the Gambia", "GMB"),
        ("Kosovo (SCR 1244)", "XKX"),
        ("République centrafricaine", "CAF"),
        ("Северная Македония", "MKD"),
        ("海地", "HTI"),
        ("ليبيا", "LBY"),
        (" Micronesia ", "FSM"),
    ],
)
def test_states_are_found_by_code_or_name(name: str, iso3: str) -> None:
    assert G.find_state(name) == iso3


@pytest.mark.parametrize("name", ["Global", "Africa", "no", "bf", ""])
def test_what_is_no_state_is_not_found(name: str) -> None:
    assert G.find_state(name) is None


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_every_state_is_found_by_its_own_name(language: str) -> None:
    assert {iso3: G.find_state(state.names[language]) for iso3, state in G.states.items()} == {
        iso3: iso3 for iso3 in G.states
    }


def test_folding_ignores_case_accents_and_punctuation() -> None:
    assert fold("The Côte d'Ivoire & Bénin!") == "cote d ivoire and benin"


def test_one_name_cannot_mean_two_places() -> None:
    with pytest.raises(ValueError, match="'Guinée' means both GIN and GNQ"):
        spelling_index([("Guinea", "GIN"), ("Guinee", "GIN"), ("Guinée", "GNQ")])
