"""What a service is told about identity becomes what its verifier asks for, and half an answer stops the start."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from shared.errors import Forbidden, Unauthenticated
from shared.identity.actor import Role
from shared.identity.relying_party import verifier_for
from shared.settings_identity import IdentitySettings
from tests.support.moving_clock import MovingClock
from tests.support.tokens import CLIENT, ISSUER, TokenForge

ASKING = {
    "oidc_introspection_url": f"{ISSUER}/introspect",
    "oidc_introspection_client_id": CLIENT[0],
    "oidc_introspection_client_secret": SecretStr(CLIENT[1]),
}


def told(**given: Any) -> IdentitySettings:
    arguments: dict[str, Any] = {"oidc_issuer": ISSUER, **given}
    return IdentitySettings(**arguments)


def test_a_second_factor_is_asked_for_unless_it_is_switched_off() -> None:
    factor = told().second_factor()
    assert factor is not None
    assert (factor.methods, factor.machines) == ({"mfa", "otp"}, frozenset())
    assert told(oidc_second_factor="").second_factor() is None


def test_names_are_separated_by_commas() -> None:
    factor = told(oidc_second_factor="gold, otp", oidc_machine_coordinators="import,night-round").second_factor()
    assert factor is not None
    assert (factor.methods, factor.machines) == ({"gold", "otp"}, {"import", "night-round"})


def test_without_a_question_about_sessions_tokens_live_for_an_hour_at_most() -> None:
    assert (told().introspection(), told().longest_token_life()) == (None, timedelta(hours=1))
    assert told(token_seconds=300).longest_token_life() == timedelta(minutes=5)


def test_with_a_question_an_answer_serves_for_as_long_as_was_told() -> None:
    settings = told(**ASKING, session_seconds=5)
    access = settings.introspection()
    assert access is not None
    assert (access.client_id, access.client_secret, access.serves_for) == (*CLIENT, timedelta(seconds=5))
    assert settings.longest_token_life() is None


@pytest.mark.parametrize("missing", ASKING)
def test_half_of_what_a_question_needs_stops_the_start(missing: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        told(**{name: value for name, value in ASKING.items() if name != missing})
    assert missing in str(refusal.value)
    assert CLIENT[1] not in str(refusal.value)


async def test_a_service_asks_for_the_second_factor_of_its_settings() -> None:
    forge = TokenForge()
    token = forge.headers(Role.COORDINATOR, amr=["pwd"])["Authorization"]
    async with verifier_for(told(), transport=forge.transport()) as verifier:
        with pytest.raises(Forbidden):
            await verifier.authenticate([token])
    async with verifier_for(told(oidc_second_factor=""), transport=forge.transport()) as verifier:
        assert await verifier.authenticate([token])


async def test_a_service_asks_about_sessions_as_its_settings_say() -> None:
    clock = MovingClock()
    forge = TokenForge(clock=clock)
    token = forge.token(exp=forge.claims()["iat"] + 90_000)
    async with verifier_for(told(**ASKING, session_seconds=5), clock=clock, transport=forge.transport()) as verifier:
        assert await verifier.verify(token)
        forge.ended.add(token)
        clock.advance(seconds=5)
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify(token)
    assert refusal.value.code == "session-ended"


async def test_a_service_that_asks_nobody_refuses_long_lived_tokens() -> None:
    forge = TokenForge()
    async with verifier_for(told(), transport=forge.transport()) as verifier:
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.verify(forge.token(exp=forge.claims()["iat"] + 3601))
    assert refusal.value.extra["reason"] == "too_long_lived"
