"""The local provider issues access tokens that Accord's services accept, and refuses to issue any other."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from accord.identity_provider.app import create_app
from shared.identity.actor import Actor, Role
from shared.identity.relying_party import open_verifier
from tests.support.moving_clock import MovingClock

ISSUER = "http://127.0.0.1:9400"
DEMO = {"grant_type": "client_credentials", "client_id": "accord-demo", "client_secret": "demo"}


@pytest.fixture
def transport(tmp_path: Path) -> httpx.ASGITransport:
    return httpx.ASGITransport(app=create_app(ISSUER, data_dir=tmp_path))


@pytest.fixture
async def client(transport: httpx.ASGITransport) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
        yield client


async def test_the_discovery_document_names_the_issuer_and_its_endpoints(client: httpx.AsyncClient) -> None:
    document = (await client.get("/.well-known/openid-configuration")).json()
    assert document["issuer"] == ISSUER
    assert document["jwks_uri"] == f"{ISSUER}/jwks"
    assert document["token_endpoint"] == f"{ISSUER}/token"
    assert document["authorization_endpoint"] == f"{ISSUER}/authorize"
    assert document["code_challenge_methods_supported"] == ["S256"]


async def test_the_key_set_is_public_only(client: httpx.AsyncClient) -> None:
    keys = (await client.get("/jwks")).json()["keys"]
    assert [set(key) for key in keys] == [{"kty", "crv", "x", "y", "kid", "use", "alg"}]


async def test_the_process_says_that_it_answers(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).status_code == 200


@pytest.mark.parametrize(
    ("described", "actor"),
    [
        ({"role": "recipient", "state": "BFA"}, Actor("demo-recipient-BFA", Role.RECIPIENT, state="BFA")),
        ({"role": "donor", "organisation": "eu"}, Actor("demo-donor-eu", Role.DONOR, organisation="eu")),
        ({"role": "coordinator"}, Actor("demo-coordinator", Role.COORDINATOR)),
        (
            {"role": "coordinator", "regions": "western_africa,ecowas"},
            Actor(
                "demo-coordinator-ecowas-western_africa",
                Role.COORDINATOR,
                regions=frozenset({"ecowas", "western_africa"}),
            ),
        ),
        ({"role": "observer"}, Actor("demo-observer", Role.OBSERVER)),
    ],
)
async def test_services_accept_a_token_for_each_role(
    client: httpx.AsyncClient, transport: httpx.ASGITransport, described: dict[str, str], actor: Actor
) -> None:
    answer = (await client.post("/token", data={**DEMO, **described})).json()
    async with open_verifier(ISSUER, transport=transport) as verifier:
        assert await verifier.authenticate([f"{answer['token_type']} {answer['access_token']}"]) == actor


async def test_an_access_token_lasts_an_hour(tmp_path: Path) -> None:
    clock = MovingClock()
    transport = httpx.ASGITransport(app=create_app(ISSUER, data_dir=tmp_path, clock=clock))
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
        answer = (await client.post("/token", data={**DEMO, "role": "observer"})).json()
    async with open_verifier(ISSUER, transport=transport, clock=clock) as verifier:
        claims = await verifier.verify(answer["access_token"])
    assert answer["expires_in"] == 3600
    assert claims["exp"] - clock().timestamp() == 3600


async def test_an_answer_with_a_token_is_never_stored(client: httpx.AsyncClient) -> None:
    answer = await client.post("/token", data={**DEMO, "role": "observer"})
    assert answer.headers["cache-control"] == "no-store"


async def test_a_client_may_show_its_secret_by_http_basic(client: httpx.AsyncClient) -> None:
    form = {"grant_type": "client_credentials", "role": "observer"}
    answer = await client.post("/token", data=form, auth=("accord-demo", "demo"))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "described",
    [
        {},
        {"role": "admin"},
        {"role": "recipient"},
        {"role": "recipient", "state": "bfa"},
        {"role": "recipient", "state": "ZZZ"},
        {"role": "donor"},
        {"role": "donor", "organisation": "../eu"},
        {"role": "coordinator", "regions": " , "},
    ],
)
async def test_no_token_is_issued_that_services_would_refuse(
    client: httpx.AsyncClient, described: dict[str, str]
) -> None:
    answer = await client.post("/token", data={**DEMO, **described})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    "wrong", [{"client_secret": "guess"}, {"client_secret": ""}, {"client_id": "other"}, {"client_secret": "démo"}]
)
async def test_a_client_with_a_wrong_secret_gets_no_token(client: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    answer = await client.post("/token", data={**DEMO, "role": "observer", **wrong})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("authorization", ["Basic !", "Basic YQ==", "Bearer YQ=="])
async def test_broken_client_credentials_get_no_token(client: httpx.AsyncClient, authorization: str) -> None:
    form = {"grant_type": "client_credentials", "role": "observer"}
    answer = await client.post("/token", data=form, headers={"Authorization": authorization})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "unauthorized_client"),
        ({"grant_type": ""}, "invalid_request"),
    ],
)
async def test_a_client_has_only_its_own_grant(client: httpx.AsyncClient, changed: dict[str, str], error: str) -> None:
    answer = await client.post("/token", data={**DEMO, "role": "observer", **changed})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"role": "observer"}', "application/json"),
        (b"role=observer&role=coordinator", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(60)), "application/x-www-form-urlencoded"),
        (b"role=" + b"x" * 20_000, "application/x-www-form-urlencoded"),
    ],
)
async def test_a_body_that_is_no_plain_form_is_refused(client: httpx.AsyncClient, body: bytes, kind: str) -> None:
    answer = await client.post("/token", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("host", ["attacker.test", "attacker.test:9400", "127.0.0.1.attacker.test", "[::1", ""])
async def test_a_page_that_points_its_own_name_here_is_not_answered(client: httpx.AsyncClient, host: str) -> None:
    answer = await client.post("/token", data={**DEMO, "role": "observer"}, headers={"Host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["localhost:9400", "127.0.0.1:9400", "[::1]:9400", "localhost"])
async def test_the_names_of_this_machine_are_answered(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/livez", headers={"Host": host})).status_code == 200


async def test_rotation_is_not_offered_over_http(client: httpx.AsyncClient) -> None:
    assert (await client.post("/rotate")).status_code == 404
