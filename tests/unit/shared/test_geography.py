"""What the shipped gazetteer holds: States in six languages, regions and groups."""

from datetime import date

import pytest

from shared.geography import AreaKind, Standing, load_geography
from shared.vocabulary import LANGUAGES

G = load_geography()
TODAY = date(2026, 11, 22)

M49_REGIONS = {
    "africa": "northern_africa sub_saharan_africa",
    "sub_saharan_africa": "eastern_africa middle_africa southern_africa western_africa",
    "americas": "northern_america latin_america_and_the_caribbean",
    "latin_america_and_the_caribbean": "caribbean central_america south_america",
    "asia": "central_asia eastern_asia south_eastern_asia southern_asia western_asia",
    "europe": "eastern_europe northern_europe southern_europe western_europe",
    "oceania": "australia_and_new_zealand melanesia micronesia polynesia",
    "asia_and_the_pacific": "asia oceania",
}


def test_there_is_a_record_for_each_iso_entry_and_for_kosovo() -> None:
    assert len(G.states) == 250
    assert list(G.states)[-1] == "XKX"


def test_every_state_and_area_is_named_in_the_six_languages() -> None:
    for state in G.states.values():
        assert all(state.names[language] for language in LANGUAGES)
    for area in G.areas.values():
        assert all(area.titles[language] for language in LANGUAGES)


def test_needs_may_come_from_members_observers_and_kosovo_alone() -> None:
    posting = {state.iso3 for state in G.states_that_may_post()}
    members = {iso3 for iso3, state in G.states.items() if state.un_member_since}
    assert len(members) == 193
    assert posting == members | {"VAT", "PSE", "XKX"}


@pytest.mark.parametrize("territory", ["ATA", "TWN", "GRL", "HKG", "ESH", "MSR"])
def test_territories_may_not_post_needs(territory: str) -> None:
    assert not G.states[territory].may_post_needs


def test_observers_are_told_from_members() -> None:
    assert G.states["PSE"].standing is Standing.OBSERVER
    assert G.states["MNE"].standing is Standing.MEMBER
    assert G.states["MNE"].un_member_since == 2006


def test_kosovo_carries_its_footnote_in_every_language() -> None:
    assert all("1244" in G.states["XKX"].note[language] for language in LANGUAGES)
    assert not G.states["SRB"].note


def test_a_name_falls_back_to_english() -> None:
    assert G.states["SRB"].name("fr") == "Serbie"
    assert G.states["SRB"].name("sr") == "Serbia"


@pytest.mark.parametrize(("whole", "parts"), M49_REGIONS.items())
def test_a_region_is_the_union_of_its_parts(whole: str, parts: str) -> None:
    assert G.members(whole, TODAY) == frozenset().union(*(G.members(part, TODAY) for part in parts.split()))


def test_every_state_that_may_post_lies_in_one_continent() -> None:
    continents = ["africa", "americas", "asia", "europe", "oceania"]
    for state in G.states_that_may_post():
        assert len(G.areas_of(state.iso3, TODAY) & set(continents)) == 1


def test_latin_america_leaves_out_the_english_speaking_caribbean() -> None:
    latin_america = G.members("latin_america", TODAY)
    assert {"MEX", "PER", "CUB", "DOM", "HTI"} <= latin_america
    assert "JAM" not in latin_america


@pytest.mark.parametrize(
    ("area", "count"),
    [
        ("african_union", 54),
        ("ecowas", 12),
        ("recsa", 15),
        ("eac", 8),
        ("sadc", 16),
        ("eccas", 10),
        ("league_of_arab_states", 22),
        ("caricom", 15),
        ("sica", 8),
        ("asean", 11),
        ("pif", 18),
        ("osce", 57),
        ("western_balkans", 6),
        ("south_east_europe", 13),
        ("greater_sahel", 16),
        ("great_lakes", 12),
        ("ldc", 44),
        ("lldc", 32),
        ("sids", 53),
    ],
)
def test_a_group_has_as_many_members_as_its_source_says(area: str, count: int) -> None:
    assert len(G.members(area, TODAY)) == count


def test_areas_are_of_the_three_kinds_that_scoring_tells_apart() -> None:
    assert G.areas["africa"].kind is AreaKind.REGION
    assert G.areas["osce"].kind is AreaKind.REGION
    assert G.areas["ecowas"].kind is AreaKind.SUBREGIONAL
    assert G.areas["ldc"].kind is AreaKind.DEVELOPMENT


def test_an_area_that_was_not_verified_says_why() -> None:
    assert not G.areas["ldc"].verified
    assert "Bangladesh" in G.areas["ldc"].note


def test_the_gazetteer_is_read_once() -> None:
    assert load_geography() is G
