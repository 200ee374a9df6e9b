"""Claims give the rights of one role, and nothing unknown or missing gives any."""

from typing import Any

import pytest

from shared.errors import Forbidden, Unauthenticated
from shared.identity.actor import Actor, Role
from shared.identity.claims import actor_from


def claims(**fields: Any) -> dict[str, Any]:
    return {"sub": "somebody", **fields}


def code_for(given: dict[str, Any]) -> str:
    with pytest.raises(Forbidden) as refusal:
        actor_from(given)
    return refusal.value.code


def test_a_recipient_speaks_for_its_state() -> None:
    actor = actor_from(claims(role="recipient", state="BFA"))
    assert actor == Actor("somebody", Role.RECIPIENT, state="BFA")


def test_a_donor_speaks_for_its_organisation() -> None:
    actor = actor_from(claims(role="donor", organisation="eu"))
    assert actor == Actor("somebody", Role.DONOR, organisation="eu")


def test_an_observer_needs_nothing_more() -> None:
    assert actor_from(claims(role="observer")) == Actor("somebody", Role.OBSERVER)


@pytest.mark.parametrize(
    "regions",
    [
        ["western_africa", "ecowas"],
        "western_africa,ecowas",
        "western_africa ecowas",
        "western_africa, ecowas",
    ],
)
def test_the_regions_of_a_coordinator_come_as_a_list_or_a_string(regions: object) -> None:
    assert actor_from(claims(role="coordinator", regions=regions)).regions == {"western_africa", "ecowas"}


@pytest.mark.parametrize("given", [{}, {"regions": None}])
def test_a_coordinator_without_regions_coordinates_all(given: dict[str, Any]) -> None:
    assert actor_from(claims(role="coordinator", **given)) == Actor("somebody", Role.COORDINATOR)


@pytest.mark.parametrize("regions", ["", " , ", [], 5, {"western_africa": True}, ["western_africa", 5], [["x"]]])
def test_a_scope_lost_on_the_way_does_not_become_all_regions(regions: object) -> None:
    assert code_for(claims(role="coordinator", regions=regions)) == "no-scope"


def test_an_unknown_region_keeps_a_coordinator_scoped() -> None:
    assert actor_from(claims(role="coordinator", regions=["atlantis"])).regions == {"atlantis"}


@pytest.mark.parametrize(
    "role",
    [
        None,
        "",
        "admin",
        "Recipient",
        "recipient ",
        5,
        True,
        {"recipient": 1},
        [5],
        [],
        ["admin"],
        ["donor", "recipient"],
    ],
)
def test_a_token_without_exactly_one_role_of_accord_has_no_rights(role: object) -> None:
    assert code_for(claims(role=role, state="BFA", organisation="eu")) == "no-role"


def test_a_role_may_come_in_a_list_among_roles_of_others() -> None:
    actor = actor_from(claims(role=["offline_access", "donor"], organisation=["eu"]))
    assert actor == Actor("somebody", Role.DONOR, organisation="eu")


@pytest.mark.parametrize("state", [None, "", "bfa", "BF", "BFAA", "BFA\n", "ZZZ", 854, ["BFA", "MNE"], []])
def test_a_recipient_without_one_known_state_has_no_rights(state: object) -> None:
    assert code_for(claims(role="recipient", state=state)) == "no-scope"


@pytest.mark.parametrize("organisation", [None, "", "EU", "a b", "../eu", "x" * 101, 5, ["eu", "deu"]])
def test_a_donor_without_one_organisation_has_no_rights(organisation: object) -> None:
    assert code_for(claims(role="donor", organisation=organisation)) == "no-scope"


def test_claims_of_another_role_add_nothing() -> None:
    actor = actor_from(claims(role="donor", organisation="eu", state="BFA", regions=["africa"]))
    assert actor == Actor("somebody", Role.DONOR, organisation="eu")


@pytest.mark.parametrize("subject", [None, "", 5, ["somebody"], "x" * 256])
def test_a_token_that_names_nobody_is_refused(subject: object) -> None:
    with pytest.raises(Unauthenticated):
        actor_from({"sub": subject, "role": "observer"})
