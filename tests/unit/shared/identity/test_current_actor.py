"""A route that names CurrentActor is reached only by an actor, and says so in OpenAPI."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from starlette.requests import Request

from shared.errors import Unauthenticated
from shared.identity.dependencies import CurrentActor, token_verifier
from tests.support.tokens import TokenForge


async def whoami(actor: CurrentActor) -> dict[str, Any]:
    return {"subject": actor.subject, "role": actor.role, "state": actor.state}


def app_trusting(forge: TokenForge) -> FastAPI:
    app = FastAPI()
    app.state.token_verifier = forge.verifier()
    app.get("/me")(whoami)
    return app


def client_of(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://accord.test")


async def test_a_route_receives_the_actor_of_the_token() -> None:
    forge = TokenForge()
    async with client_of(app_trusting(forge)) as client:
        answer = await client.get("/me", headers=forge.as_recipient("MNE"))
    assert answer.json() == {"subject": "recipient-MNE", "role": "recipient", "state": "MNE"}


async def test_a_request_without_a_token_does_not_reach_the_route() -> None:
    async with client_of(app_trusting(TokenForge())) as client:
        with pytest.raises(Unauthenticated):
            await client.get("/me")


async def test_the_verifier_may_stand_in_the_state_of_the_lifespan() -> None:
    forge = TokenForge()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[dict[str, Any], None]:
        yield {"token_verifier": forge.verifier()}

    app = FastAPI(lifespan=lifespan)
    app.get("/me")(whoami)
    async with LifespanManager(app) as running, client_of(running.app) as client:
        answer = await client.get("/me", headers=forge.as_observer())
    assert answer.json()["role"] == "observer"


def test_an_application_without_a_verifier_says_so() -> None:
    with pytest.raises(RuntimeError, match="token_verifier"):
        token_verifier(Request({"type": "http", "app": FastAPI(), "state": {}}))


def test_the_openapi_document_declares_the_bearer_scheme() -> None:
    document = app_trusting(TokenForge()).openapi()
    assert document["paths"]["/me"]["get"]["security"] == [{"accord": []}]
    scheme = document["components"]["securitySchemes"]["accord"]
    assert (scheme["type"], scheme["scheme"], scheme["bearerFormat"]) == ("http", "bearer", "JWT")
