"""Membership is asked for on a day, and changes on the day it changed."""

from datetime import date

import pytest

from shared.geography import Membership, load_geography

G = load_geography()

CHANGES = [
    ("ecowas", "BFA", date(2025, 1, 29), "left"),
    ("ecowas", "MLI", date(2025, 1, 29), "left"),
    ("ecowas", "NER", date(2025, 1, 29), "left"),
    ("ldc", "VUT", date(2020, 12, 4), "left"),
    ("ldc", "BTN", date(2023, 12, 13), "left"),
    ("ldc", "STP", date(2024, 12, 13), "left"),
    ("ldc", "NPL", date(2026, 11, 24), "left"),
    ("ldc", "LAO", date(2026, 11, 24), "left"),
    ("oas", "NIC", date(2023, 11, 19), "left"),
    ("nato_partners", "SWE", date(2024, 3, 7), "left"),
    ("dac_oda_recipients", "URY", date(2018, 1, 1), "left"),
    ("african_union", "MAR", date(2017, 1, 31), "joined"),
    ("eac", "SOM", date(2024, 3, 4), "joined"),
    ("asean", "TLS", date(2025, 10, 26), "joined"),
    ("osce", "MNG", date(2012, 11, 21), "joined"),
]


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


@pytest.mark.parametrize(("area", "state", "day", "what"), CHANGES)
def test_membership_changes_on_its_day_and_not_before(area: str, state: str, day: date, what: str) -> None:
    assert (state in G.members(area, day)) is (what == "joined")
    assert (state in G.members(area, day_before(day))) is (what == "left")


@pytest.mark.parametrize(("area", "state", "day", "what"), CHANGES)
def test_the_areas_of_a_state_agree_with_the_members_of_an_area(area: str, state: str, day: date, what: str) -> None:
    assert (area in G.areas_of(state, day)) is (what == "joined")


@pytest.mark.parametrize("state", ["AGO", "BGD", "SLB"])
def test_states_whose_graduation_was_put_off_are_least_developed_still(state: str) -> None:
    assert state in G.members("ldc", date(2026, 12, 1))


def test_a_state_can_leave_and_come_back() -> None:
    years = [date(2021, 1, 1), date(2022, 12, 31), date(2024, 1, 1)]
    assert ["KIR" in G.members("pif", day) for day in years] == [True, False, True]


def test_membership_since_before_the_data_begin_holds_on_any_earlier_day() -> None:
    assert "SEN" in G.members("ecowas", date(1990, 1, 1))


def test_a_part_of_a_region_is_among_the_areas_of_its_states() -> None:
    assert {"western_africa", "sub_saharan_africa", "africa"} <= G.areas_of("BEN", date(2026, 1, 1))


def test_an_unknown_area_or_state_is_refused() -> None:
    with pytest.raises(KeyError):
        G.members("atlantis", date(2026, 1, 1))
    with pytest.raises(KeyError):
        G.areas_of("ATL", date(2026, 1, 1))


def test_a_state_in_no_area_has_none() -> None:
    assert G.areas_of("ATA", date(2026, 1, 1)) == frozenset()


def test_the_last_day_of_a_membership_is_the_one_before_it_ended() -> None:
    membership = Membership("ecowas", "BFA", date(2024, 1, 1), date(2025, 1, 29), verified=True, note="")
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 28), date(2025, 1, 29)]
    assert [membership.holds(day) for day in days] == [False, True, True, False]
