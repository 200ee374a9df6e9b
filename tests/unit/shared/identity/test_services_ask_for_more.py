"""Each service, as its `main.py` wires it, asks of tokens what its settings say."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from asgi_lifespan import LifespanManager

from shared.identity.actor import Role
from shared.service.process import lay_foundation, make_app
from shared.settings import ServiceRole
from tests.support.http_service import client_of, service_settings
from tests.support.service_definitions import SERVICES
from tests.support.tokens import TokenForge

PATHS = {"needs": "/v1/needs", "offers": "/v1/offers", "matcher": "/v1/matches"}


@pytest.fixture
def forge() -> TokenForge:
    return TokenForge()


@pytest.fixture
async def key_set_address(forge: TokenForge) -> AsyncIterator[str]:
    """Where the forge's keys are published."""
    keys = json.dumps(forge.key_set()).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(keys) + keys)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks"


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_refuses_a_coordinator_without_a_second_factor_and_a_token_that_lives_for_long(
    name: str, forge: TokenForge, key_set_address: str
) -> None:
    told = {"oidc_issuer": forge.issuer, "oidc_jwks_url": key_set_address}
    settings = service_settings(service_name=name, roles=frozenset({ServiceRole.API}), **told)
    app = make_app(SERVICES[name], lay_foundation(SERVICES[name], settings))
    long_lived = forge.headers(Role.OBSERVER, exp=forge.claims()["iat"] + 3601)
    async with LifespanManager(app), client_of(app) as client:
        answers = [
            await client.get(PATHS[name], headers=headers)
            for headers in (forge.headers(Role.COORDINATOR, amr=["pwd"]), long_lived)
        ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "second-factor-required"),
        (401, "unauthenticated"),
    ]
    assert answers[1].json()["reason"] == "too_long_lived"
