"""A coordinator's token must show a second factor; a machine is told by its client, and by nothing else."""

from typing import Any

import pytest
from prometheus_client import REGISTRY

from shared.errors import Forbidden
from shared.identity.actor import Role
from shared.identity.claims import actor_from
from shared.identity.relying_party import open_verifier
from shared.identity.second_factor import SecondFactor
from tests.support.tokens import ABSENT, TokenForge

ASKED = SecondFactor(frozenset({"mfa", "otp", "gold"}), machines=frozenset({"night-round", "import"}))


def coordinator(**claims: Any) -> dict[str, Any]:
    return {"sub": "c", "role": "coordinator", **claims}


def is_refused(claims: dict[str, Any]) -> bool:
    with pytest.raises(Forbidden) as refusal:
        actor_from(claims, second_factor=ASKED)
    return refusal.value.code == "second-factor-required"


@pytest.mark.parametrize("shown", [{"amr": ["pwd", "otp"]}, {"amr": ["mfa"]}, {"amr": "otp"}, {"acr": "gold"}])
def test_a_coordinator_with_a_second_factor_is_let_in(shown: dict[str, Any]) -> None:
    assert actor_from(coordinator(**shown), second_factor=ASKED).role is Role.COORDINATOR


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"amr": ["pwd"]},
        {"amr": []},
        {"amr": None},
        {"amr": ["OTP"]},
        {"amr": "pwd otp"},
        {"amr": [["otp"]]},
        {"amr": {"otp": True}},
        {"acr": "1"},
        {"acr": ["gold"]},
    ],
)
def test_a_coordinator_without_one_is_refused(shown: dict[str, Any]) -> None:
    assert is_refused(coordinator(**shown))


@pytest.mark.parametrize(
    "claims",
    [
        {"role": "recipient", "state": "BFA"},
        {"role": "donor", "organisation": "eu"},
        {"role": "observer"},
    ],
)
def test_nobody_else_needs_a_second_factor(claims: dict[str, Any]) -> None:
    assert actor_from({"sub": "s", **claims}, second_factor=ASKED).subject == "s"


@pytest.mark.parametrize(
    "client", [{"azp": "night-round"}, {"client_id": "import"}, {"azp": "import", "client_id": "import"}]
)
def test_a_machine_that_is_known_coordinates_without_one(client: dict[str, Any]) -> None:
    assert actor_from(coordinator(**client), second_factor=ASKED).role is Role.COORDINATOR


@pytest.mark.parametrize(
    "client",
    [
        {"azp": "accord-console"},
        {"azp": ["night-round"]},
        {"azp": "night-round", "client_id": "accord-console"},
        {"azp": "accord-console", "client_id": "night-round"},
        {"azp": "night-round", "client_id": None},
    ],
)
def test_a_client_that_is_not_known_in_every_claim_that_names_it_is_no_machine(client: dict[str, Any]) -> None:
    assert is_refused(coordinator(**client))


def test_a_scope_that_was_lost_is_told_before_the_missing_factor() -> None:
    with pytest.raises(Forbidden) as refusal:
        actor_from(coordinator(regions=[]), second_factor=ASKED)
    assert refusal.value.code == "no-scope"


def test_each_refusal_is_counted() -> None:
    before = REGISTRY.get_sample_value("identity_second_factor_missing_total") or 0
    assert is_refused(coordinator())
    assert REGISTRY.get_sample_value("identity_second_factor_missing_total") == before + 1


async def test_a_verifier_asks_for_what_it_was_told_to_ask_for() -> None:
    forge = TokenForge()
    async with open_verifier(forge.issuer, transport=forge.transport(), second_factor=ASKED) as verifier:
        assert (await verifier.authenticate([forge.as_coordinator()["Authorization"]])).is_coordinator
        with pytest.raises(Forbidden):
            await verifier.authenticate([forge.headers(Role.COORDINATOR, amr=ABSENT)["Authorization"]])
