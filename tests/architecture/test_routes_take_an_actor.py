"""Every route knows who asks, but those few that say nothing about anybody; they are listed here, whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from shared.identity.dependencies import current_actor
from tests.support.http_service import ask
from tests.support.service_definitions import SERVICES, application_of
from tests.support.tokens import TokenForge

OPEN = {
    "/livez",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
    "/docs/start.js",
    "/docs/assets",
    "/redoc",
    "/problems/{code}",
    "/.well-known/security.txt",
}
AN_ID = "018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"


def routes_of(app: FastAPI) -> list[RouteContext]:
    """Return every route, those of included routers too."""
    return list(iter_route_contexts(app.routes))


def asks_who(route: RouteContext) -> bool:
    """Whether the route, or anything it depends on, takes the actor."""
    return isinstance(route.original_route, APIRoute) and current_actor in _called(route.dependant)


def _called(dependant: Dependant) -> Iterator[Any]:
    for each in dependant.dependencies:
        yield each.call
        yield from _called(each)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_route_takes_an_actor_unless_it_is_listed_as_open(name: str) -> None:
    assert {route.path for route in routes_of(application_of(name)) if not asks_who(route)} == OPEN


@pytest.mark.parametrize("name", sorted(SERVICES))
async def test_a_request_without_a_token_gets_no_further_than_that(name: str) -> None:
    app = application_of(name)
    app.state.token_verifier = TokenForge().verifier()
    found: dict[str, int] = {}
    for route in filter(asks_who, routes_of(app)):
        path = (route.path or "").replace("{need_id}", AN_ID).replace("{offer_id}", AN_ID)
        for method in route.methods or ():
            answer = await ask(app, method, path, json={})
            found[f"{method} {route.path}"] = answer.status_code
    assert found
    assert set(found.values()) == {401}, found


def test_a_route_without_an_actor_is_found() -> None:
    app = application_of("needs")

    @app.get("/v1/forgotten")
    async def forgotten() -> None: ...

    assert "/v1/forgotten" in {route.path for route in routes_of(app) if not asks_who(route)}
