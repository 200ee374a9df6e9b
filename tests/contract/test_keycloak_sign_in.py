"""The committed realm on the real Keycloak: how people sign in, and what the services make of their tokens."""

from base64 import b32encode
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from pydantic import SecretStr
from pyotp.totp import TOTP

from needs.main import SERVICE as NEEDS
from shared.clock import system_clock
from shared.errors import Forbidden, Unauthenticated
from shared.identity.actor import Actor, Role
from shared.identity.relying_party import verifier_for
from shared.identity.tokens import TokenVerifier
from shared.settings_identity import IdentitySettings
from tests.support.database_fixtures import ServiceDatabase
from tests.support.keycloak.browser import Console
from tests.support.keycloak.server import Keycloak
from tests.support.moving_clock import MovingClock
from tests.support.running_service import RunningService, running

pytestmark = [pytest.mark.xdist_group("apache_kafka"), pytest.mark.timeout(900)]

MACHINE = "coordinator-ecowas"


@pytest.fixture(scope="module")
def keycloak() -> Iterator[Keycloak]:
    """One server for the module."""
    server = Keycloak()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(system_clock())


@pytest.fixture
async def verifier(keycloak: Keycloak, clock: MovingClock) -> AsyncIterator[TokenVerifier]:
    """A verifier as Compose's services have it."""
    async with trusting(keycloak, clock) as verifier:
        yield verifier


@pytest.fixture
async def needs(service_database: ServiceDatabase, verifier: TokenVerifier) -> AsyncIterator[RunningService]:
    """The needs service, which believes this Keycloak."""
    async with running(NEEDS, await service_database("needs")) as service:
        service.app.state.token_verifier = verifier
        yield service


def trusting(
    keycloak: Keycloak, clock: MovingClock, machines: frozenset[str] = frozenset({MACHINE})
) -> AbstractAsyncContextManager[TokenVerifier]:
    settings = IdentitySettings(
        oidc_issuer=keycloak.issuer,
        oidc_jwks_url=f"{keycloak.inside}/certs",
        oidc_second_factor=frozenset({"otp"}),
        oidc_machine_coordinators=machines,
        oidc_introspection_url=f"{keycloak.inside}/token/introspect",
        oidc_introspection_client_id="accord",
        oidc_introspection_client_secret=SecretStr(keycloak.services_secret),
    )
    return verifier_for(settings, clock=clock)


def signed_in(keycloak: Keycloak, person: str) -> Console:
    """Return a client to which somebody has come back after the password."""
    console = Console(keycloak.endpoints)
    console.ask()
    console.browser.fill_in(username=person, password=keycloak.password)
    return console


def bearer(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}


async def actor_of(verifier: TokenVerifier, answer: httpx.Response) -> Actor:
    return await verifier.authenticate([bearer(answer)["Authorization"]])


async def test_a_recipient_signs_in_with_a_password_and_speaks_for_its_state(
    keycloak: Keycloak, verifier: TokenVerifier, needs: RunningService
) -> None:
    answer = signed_in(keycloak, "person-recipient").exchange()
    actor = await actor_of(verifier, answer)
    assert (actor.role, actor.state) == (Role.RECIPIENT, "BFA")
    assert answer.json()["expires_in"] == 300
    assert (await needs.ask("GET", "/v1/needs", bearer(answer))).status_code == 200


async def test_a_coordinator_is_made_to_set_up_a_one_time_code_and_coordinates_only_after_showing_one(
    keycloak: Keycloak, needs: RunningService
) -> None:
    console = signed_in(keycloak, "person-coordinator")
    assert not console.browser.sent_back
    codes = TOTP(b32encode(console.browser.hidden["totpSecret"].encode()).decode())
    now = int(system_clock().timestamp())
    console.browser.fill_in(totp=codes.at(now), userLabel="")
    refused = await needs.ask("GET", "/v1/needs", bearer(console.exchange()))
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-required")

    console.ask(prompt="login")
    console.browser.fill_in(username="person-coordinator", password=keycloak.password)
    console.browser.fill_in(otp=codes.at(now))
    assert not console.browser.sent_back, "a code that was used before is refused"
    console.browser.fill_in(otp=codes.at(now + 30))
    answer = console.exchange()
    assert (await needs.ask("GET", "/v1/needs", bearer(answer))).status_code == 200
    renewed = console.refresh(answer.json()["refresh_token"])
    assert (await needs.ask("GET", "/v1/needs", bearer(renewed))).status_code == 200


async def test_a_machine_coordinates_without_one_only_where_it_is_known(keycloak: Keycloak, clock: MovingClock) -> None:
    answer = keycloak.token_of(MACHINE)
    async with trusting(keycloak, clock) as verifier:
        assert (await actor_of(verifier, answer)).regions == {"ecowas"}
    async with trusting(keycloak, clock, machines=frozenset()) as verifier:
        with pytest.raises(Forbidden) as refusal:
            await actor_of(verifier, answer)
    assert refusal.value.code == "second-factor-required"


def test_a_code_is_worth_nothing_without_its_verifier_and_a_wrong_one_uses_it_up(keycloak: Keycloak) -> None:
    console = signed_in(keycloak, "person-donor")
    assert console.exchange(code_verifier="x" * 43).json()["error"] == "invalid_grant"
    assert console.exchange().json()["error"] == "invalid_grant"


async def test_a_code_that_comes_twice_ends_the_session_that_it_began(
    keycloak: Keycloak, verifier: TokenVerifier
) -> None:
    console = signed_in(keycloak, "person-donor")
    answer = console.exchange()
    assert console.exchange().json()["error"] == "invalid_grant"
    with pytest.raises(Unauthenticated) as refusal:
        await actor_of(verifier, answer)
    assert refusal.value.code == "session-ended"


def test_a_refresh_token_serves_once(keycloak: Keycloak) -> None:
    console = signed_in(keycloak, "person-donor")
    first = console.exchange().json()["refresh_token"]
    assert console.refresh(first).is_success
    assert console.refresh(first).json()["error"] == "invalid_grant"


async def test_after_signing_out_nothing_is_renewed_and_the_token_ends_within_half_a_minute(
    keycloak: Keycloak, verifier: TokenVerifier, clock: MovingClock
) -> None:
    console = signed_in(keycloak, "person-donor")
    answer = console.exchange()
    assert (await actor_of(verifier, answer)).organisation == "deu"
    console.post("logout", refresh_token=answer.json()["refresh_token"]).raise_for_status()
    assert console.refresh(answer.json()["refresh_token"]).json()["error"] == "invalid_grant"
    clock.advance(seconds=30)
    with pytest.raises(Unauthenticated) as refusal:
        await actor_of(verifier, answer)
    assert refusal.value.code == "session-ended"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": "", "code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"response_type": "id_token token"}, "unauthorized_client"),
    ],
)
def test_a_sign_in_without_pkce_or_by_another_flow_is_refused(
    keycloak: Keycloak, changed: dict[str, str], error: str
) -> None:
    console = Console(keycloak.endpoints)
    console.ask(**changed)
    assert console.browser.answer["error"] == error


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8700/callback/x", "http://127.0.0.1:8700/", "https://attacker.test/callback"]
)
def test_the_browser_is_sent_back_to_the_one_address_only(keycloak: Keycloak, address: str) -> None:
    console = Console(keycloak.endpoints)
    console.ask(redirect_uri=address)
    assert not console.browser.sent_back
    assert "redirect_uri" in console.browser.page


def test_a_password_is_taken_by_no_other_way_than_the_sign_in_page(keycloak: Keycloak) -> None:
    person = {"username": "person-observer", "password": keycloak.password}
    answer = Console(keycloak.endpoints).post("token", grant_type="password", **person)
    assert answer.json()["error"] == "unauthorized_client"


def test_only_the_services_are_told_about_a_token(keycloak: Keycloak) -> None:
    token = signed_in(keycloak, "person-donor").exchange().json()["access_token"]
    assert keycloak.told_about(token, "accord", keycloak.services_secret)
    assert not keycloak.told_about(token, "observer", keycloak.client_secret)


def test_who_guesses_passwords_is_kept_out_for_a_while(keycloak: Keycloak) -> None:
    console = Console(keycloak.endpoints)
    console.ask()
    for number in range(5):
        console.browser.fill_in(username="person-observer", password=f"guess-{number}")
    console.browser.fill_in(username="person-observer", password=keycloak.password)
    assert not console.browser.sent_back
