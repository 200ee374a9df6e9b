"""Who may benefit is said in known names, each in its own list, and without contradiction."""

from typing import Any

import pytest

from offers.domain.eligibility import Eligibility
from offers.domain.offer import Offer
from tests.support.offer_examples import NOW, found_wrong, said_of, terms


def wrong_in(**eligibility: Any) -> dict[str, str]:
    """Return what is wrong in an eligibility, by field."""
    found = found_wrong(terms(eligibility=Eligibility(**eligibility)))
    return {pointer.removeprefix("/eligibility"): code for pointer, code in found.items()}


@pytest.mark.parametrize(
    "eligibility",
    [
        Eligibility(everyone=True),
        Eligibility(everyone=True, excluded_states=("USA",)),
        Eligibility(states=("KEN", "XKX")),
        Eligibility(regions=("africa",), excluded_states=("ZAF",)),
        Eligibility(groups=("ecowas", "ldc")),
    ],
)
def test_an_offer_is_for_everyone_or_for_those_it_lists(eligibility: Eligibility) -> None:
    assert Offer.register(terms(eligibility=eligibility), NOW).eligibility == eligibility


def test_an_offer_for_nobody_is_refused() -> None:
    assert wrong_in() == {"": "required"}
    assert wrong_in(excluded_states=("KEN",)) == {"": "required"}


@pytest.mark.parametrize("listed", [{"states": ("KEN",)}, {"regions": ("africa",)}, {"groups": ("ldc",)}])
def test_everyone_and_a_list_contradict_each_other(listed: dict[str, Any]) -> None:
    assert wrong_in(everyone=True, **listed) == {"/everyone": "contradiction"}


def test_a_state_is_either_eligible_or_excluded() -> None:
    assert wrong_in(states=("KEN", "UGA"), excluded_states=("ZAF", "UGA")) == {"/excluded_states/1": "contradiction"}


@pytest.mark.parametrize("name", ["Kenya", "KE", "ken", "QQQ", ""])
def test_only_alpha_3_codes_name_a_state(name: str) -> None:
    assert wrong_in(states=("KEN", name)) == {"/states/1": "unknown"}
    assert wrong_in(everyone=True, excluded_states=(name,)) == {"/excluded_states/0": "unknown"}


def test_a_state_named_in_words_is_answered_with_its_code() -> None:
    assert "KEN" in said_of(terms(eligibility=Eligibility(states=("Kenya",))), "/eligibility/states/0")


def test_a_group_among_the_regions_is_sent_to_its_list() -> None:
    assert wrong_in(regions=("africa", "ecowas")) == {"/regions/1": "wrong-list"}
    assert "ldc is a group; expected it under /eligibility/groups" in said_of(
        terms(eligibility=Eligibility(regions=("ldc",))), "/eligibility/regions/0"
    )


def test_a_region_among_the_groups_is_sent_to_its_list() -> None:
    assert wrong_in(groups=("western_africa",)) == {"/groups/0": "wrong-list"}
    assert "africa is a region; expected it under /eligibility/regions" in said_of(
        terms(eligibility=Eligibility(groups=("africa",))), "/eligibility/groups/0"
    )


def test_an_unknown_area_is_refused_with_the_one_that_was_perhaps_meant() -> None:
    assert wrong_in(regions=("atlantis",), groups=("atlantis_league",)) == {
        "/regions/0": "unknown",
        "/groups/0": "unknown",
    }
    said = said_of(terms(eligibility=Eligibility(groups=("ECOWAS member States",))), "/eligibility/groups/0")
    assert "perhaps ecowas" in said


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("states", ("KEN", "KEN")),
        ("regions", ("africa", "africa")),
        ("groups", ("ldc", "ldc")),
    ],
)
def test_each_name_is_said_once(field: str, names: tuple[str, str]) -> None:
    assert wrong_in(**{field: names}) == {f"/{field}/1": "duplicate"}


def test_a_list_longer_than_there_are_states_is_refused_whole() -> None:
    assert wrong_in(states=("KEN",) * 301) == {"/states": "too-many"}
    assert wrong_in(regions=("africa",) * 301) == {"/regions": "too-many"}
