"""The local provider tells the services whether a token still counts, and takes tokens back."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from accord.identity_provider.app import create_app
from accord.identity_provider.revocations import FILE_NAME, UnreadableRevocations
from accord.layout import Ports
from accord.topology import service_environment
from shared.errors import Forbidden, Unauthenticated
from shared.identity.claims import actor_from
from shared.identity.relying_party import verifier_for
from shared.settings_identity import IdentitySettings
from tests.support.moving_clock import MovingClock

ISSUER = Ports().url("identity")
DEMO = {"client_id": "accord-demo", "client_secret": "demo"}
SERVICES = ("accord-services", "demo")


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def transport(tmp_path: Path, clock: MovingClock) -> httpx.ASGITransport:
    return httpx.ASGITransport(app=create_app(ISSUER, data_dir=tmp_path, clock=clock))


@pytest.fixture
async def client(transport: httpx.ASGITransport) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
        yield client


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> IdentitySettings:
    """What the embedded stack tells its services about identity."""
    for name, value in service_environment("needs", Ports(), "postgresql+asyncpg://nowhere/").items():
        if name.startswith("ACCORD_OIDC_"):
            monkeypatch.setenv(name, value)
    return IdentitySettings.model_validate({})


async def token_for(client: httpx.AsyncClient, role: str = "observer") -> str:
    form = {**DEMO, "grant_type": "client_credentials", "role": role}
    return str((await client.post("/token", data=form)).json()["access_token"])


async def is_active(client: httpx.AsyncClient, token: str) -> bool:
    answer = await client.post("/introspect", data={"token": token}, auth=SERVICES)
    return bool(answer.json()["active"])


async def revoke(client: httpx.AsyncClient, token: str, **form: str) -> httpx.Response:
    return await client.post("/revoke", data={"token": token, **DEMO, **form})


async def test_a_token_counts_until_it_is_taken_back(client: httpx.AsyncClient) -> None:
    token, other = await token_for(client), await token_for(client)
    assert await is_active(client, token)
    assert (await revoke(client, token)).status_code == 200
    assert not await is_active(client, token)
    assert await is_active(client, other)


async def test_a_token_that_ended_or_is_none_does_not_count(client: httpx.AsyncClient, clock: MovingClock) -> None:
    token = await token_for(client)
    clock.advance(hours=1, minutes=1)
    answer = await client.post("/introspect", data={"token": token}, auth=SERVICES)
    assert answer.json() == {"active": False}
    assert not await is_active(client, "no token")
    assert (await revoke(client, "no token")).status_code == 200


async def test_a_restart_brings_no_token_back(client: httpx.AsyncClient, tmp_path: Path, clock: MovingClock) -> None:
    token = await token_for(client)
    await revoke(client, token)
    restarted = httpx.ASGITransport(app=create_app(ISSUER, data_dir=tmp_path, clock=clock))
    async with httpx.AsyncClient(transport=restarted, base_url=ISSUER) as again:
        assert not await is_active(again, token)
        assert await is_active(again, await token_for(again))
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


async def test_only_the_services_may_ask(client: httpx.AsyncClient) -> None:
    token = await token_for(client)
    answer = await client.post("/introspect", data={"token": token, **DEMO})
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")
    answer = await client.post("/introspect", data={"token": token}, auth=("accord-services", "guess"))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_the_services_get_no_token(client: httpx.AsyncClient) -> None:
    form = {"grant_type": "client_credentials", "role": "observer"}
    answer = await client.post("/token", data=form, auth=SERVICES)
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


async def test_a_client_takes_back_no_other_clients_token(client: httpx.AsyncClient) -> None:
    token = await token_for(client)
    answer = await revoke(client, token, client_id="accord-console", client_secret="")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert await is_active(client, token)


async def test_the_ids_of_ended_tokens_are_not_kept(
    client: httpx.AsyncClient, clock: MovingClock, tmp_path: Path
) -> None:
    await revoke(client, await token_for(client))
    clock.advance(hours=2)
    await revoke(client, await token_for(client))
    assert (tmp_path / FILE_NAME).read_text().count(":") == 1


def test_a_damaged_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("[1")
    with pytest.raises(UnreadableRevocations, match=FILE_NAME):
        create_app(ISSUER, data_dir=tmp_path)


async def test_the_embedded_services_refuse_a_token_half_a_minute_after_it_was_taken_back(
    client: httpx.AsyncClient, transport: httpx.ASGITransport, clock: MovingClock, settings: IdentitySettings
) -> None:
    token = await token_for(client, "coordinator")
    async with verifier_for(settings, clock=clock, transport=transport) as verifier:
        assert (await verifier.authenticate([f"Bearer {token}"])).is_coordinator
        await revoke(client, token)
        clock.advance(seconds=30)
        with pytest.raises(Unauthenticated) as refusal:
            await verifier.authenticate([f"Bearer {token}"])
    assert refusal.value.code == "session-ended"


def test_the_embedded_services_tell_a_sign_in_from_a_program_and_from_anything_else(settings: IdentitySettings) -> None:
    coordinator = {"sub": "c", "role": "coordinator"}
    asked = settings.second_factor()
    assert actor_from(coordinator | {"amr": ["demo"], "client_id": "accord-console"}, second_factor=asked)
    assert actor_from(coordinator | {"client_id": "accord-demo"}, second_factor=asked)
    with pytest.raises(Forbidden):
        actor_from(coordinator | {"client_id": "accord-console"}, second_factor=asked)
