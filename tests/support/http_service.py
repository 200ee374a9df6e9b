"""A small service around given routes, and a client that speaks to it without a network."""

from collections.abc import Sequence
from typing import Any

import httpx
import structlog
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport
from pydantic import SecretStr

from shared.http.application import create_app
from shared.settings import ServiceSettings

# structlog's development default draws every traceback with all its local values, which takes seconds.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)])

PERSON_KEY = "a key for persons that only tests know"


def service_settings(**changes: Any) -> ServiceSettings:
    """Settings of a service that has neither a database nor a provider."""
    given: dict[str, Any] = {
        "service_name": "needs",
        "database_url": SecretStr("postgresql+asyncpg://needs:opensesame@127.0.0.1:1/needs"),
        "oidc_issuer": "http://127.0.0.1:1/",
        "person_key": SecretStr(PERSON_KEY),
    }
    return ServiceSettings(**(given | changes))


def service(*routers: APIRouter, settings: ServiceSettings | None = None, **options: Any) -> FastAPI:
    """An application with these routers, as a service's `main.py` makes it."""
    return create_app(
        settings or service_settings(),
        title="Needs",
        version="1.0.0",
        description="Needs of recipient States.",
        routers=_all(routers),
        **options,
    )


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client whose requests go straight into the application; failures come back as answers."""
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://needs.test")


async def ask(app: FastAPI, method: str, path: str, **request: Any) -> httpx.Response:
    """Send one request."""
    async with client_of(app) as client:
        return await client.request(method, path, **request)


def _all(routers: Sequence[APIRouter]) -> list[APIRouter]:
    return list(routers)
