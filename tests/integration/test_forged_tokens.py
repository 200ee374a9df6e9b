"""Every kind of forged access token, at every route of every service that wants one: refused, counted, and no further.

Each service verifies as in production: keys come from the provider over its discovery document, and from nowhere else.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event

from shared.identity.relying_party import open_verifier
from tests.support.crawling.services import DEFINITIONS
from tests.support.database_fixtures import ServiceDatabase
from tests.support.figures import Note
from tests.support.forging.attempt import Attempt
from tests.support.forging.attempts import every_attempt
from tests.support.fuzzing.sending import sending_to
from tests.support.running_service import RunningService, running
from tests.support.tokens import TokenForge

REFUSED = "identity_tokens_refused_total"
SOME_ID = "018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"
PROVIDER_ASKED = ["/.well-known/openid-configuration", "/jwks"]

Route = tuple[str, str]


class ProviderAndNetwork(httpx.AsyncBaseTransport):
    """The provider under its name, and the real network under every other: a fetch elsewhere does arrive there."""

    def __init__(self, forge: TokenForge) -> None:
        self._provider, self._issuer = forge.transport(), forge.issuer
        self._network = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        reached = self._provider if str(request.url).startswith(self._issuer) else self._network
        return await reached.handle_async_request(request)


@asynccontextmanager
async def attackers_server() -> AsyncGenerator[tuple[str, list[str]]]:
    """Listen where the attacker would serve keys; the list holds who has connected."""
    callers: list[str] = []

    async def note_caller(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.append(str(writer.get_extra_info("peername")))
        writer.close()

    server = await asyncio.start_server(note_caller, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}", callers


@asynccontextmanager
async def verifying_as_in_production(service: RunningService, forge: TokenForge) -> AsyncGenerator[None]:
    opened = open_verifier(forge.issuer, clock=service.clock, transport=ProviderAndNetwork(forge))
    async with opened as service.app.state.token_verifier:
        yield


def guarded_routes(document: Mapping[str, Any]) -> Iterator[Route]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if operation.get("security"):
                yield method.upper(), path


async def sent(client: httpx.AsyncClient, route: Route, fields: Any, query: str = "") -> httpx.Response:
    method, template = route
    before, *others = template.split("{")
    path = before + "".join(SOME_ID + part.partition("}")[2] for part in others)
    content = b"" if method == "GET" else b"{}"
    json_fields = [(b"content-type", b"application/json")] if content else []
    plain = client.build_request(method, f"{path}?{query}" if query else path, content=content)
    # As bytes, one by one: the same field twice, and what is no text.
    every = [*plain.headers.raw, *json_fields, *fields]
    with_fields = httpx.Request(method, plain.url, headers=every, content=content)
    return await client.send(with_fields)


async def figures(client: httpx.AsyncClient, name: str, label: str) -> Counter[str]:
    """Return a counter's values by one label, as the service's own page of figures has them."""
    page = (await client.get("/metrics")).text
    found = Counter[str]()
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if sample.name == name:
                found[sample.labels[label]] += int(sample.value)
    return found


def wrong_with(answer: httpx.Response, attempt: Attempt) -> str | None:
    """Say what is wrong with an answer to a forged request."""
    if answer.status_code != 401:
        return f"{answer.status_code}"
    problem = json.loads(answer.content)
    is_problem = answer.headers["content-type"] == "application/problem+json" and problem["status"] == 401
    challenge = 'Bearer realm="accord"'
    if any(name == b"authorization" for name, _ in attempt.fields):
        challenge += ', error="invalid_token"'
    if not is_problem or answer.headers["www-authenticate"] != challenge:
        return f"{answer.headers} {problem}"
    return None if problem["reason"] == attempt.reason else f"refused as {problem['reason']}, not {attempt.reason}"


@pytest.mark.parametrize("name", DEFINITIONS)
async def test_every_forged_token_is_refused_and_counted_and_reaches_nothing(
    name: str, service_database: ServiceDatabase, note: Note
) -> None:
    async with running(DEFINITIONS[name], await service_database(name)) as service, attackers_server() as attacker:
        address, callers = attacker
        forge, stranger = TokenForge(clock=service.clock), TokenForge(clock=service.clock)
        forge.rotate()
        statements: list[str] = []
        event.listen(
            service.database.engine.sync_engine, "before_cursor_execute", lambda *said: statements.append(said[2])
        )
        attempts = every_attempt(forge, stranger, address)
        routes = list(guarded_routes(service.app.openapi()))
        async with verifying_as_in_production(service, forge), sending_to(service.app) as client:
            before = await figures(client, REFUSED, "reason")
            answered = await figures(client, f"{name}_http_requests_total", "status")
            wrong, sent_as = [], Counter[str]()
            next_route = cycle(routes)
            for attempt in attempts:
                for route in (next(next_route), next(next_route)):
                    answer = await sent(client, route, attempt.fields, attempt.query)
                    wrong += [f"{attempt.name} at {route}: {said}" for said in [wrong_with(answer, attempt)] if said]
                    sent_as[attempt.reason] += 1
            assert wrong == []
            assert await figures(client, REFUSED, "reason") - before == sent_as
            assert (await figures(client, f"{name}_http_requests_total", "status") - answered)["401"] == sent_as.total()
            assert statements == []
            assert (forge.asked, callers) == (PROVIDER_ASKED, [])
            await fetch_from(address, forge)
            assert len(callers) == 1
            assert await those_open_to(forge.as_coordinator(), client, routes) == routes
    note(f"forged tokens at {name}: {sent_as.total()} attempts of {len(attempts)} kinds, all refused, all counted")


async def fetch_from(address: str, forge: TokenForge) -> None:
    """Ask the attacker's server as a service would, so that its silence before means that none did."""
    with suppress(httpx.RemoteProtocolError):
        await ProviderAndNetwork(forge).handle_async_request(httpx.Request("GET", f"{address}/jwks"))


async def those_open_to(headers: Mapping[str, str], client: httpx.AsyncClient, routes: list[Route]) -> list[Route]:
    """Return the routes that a good token passes, whatever is answered then."""
    fields = [(name.encode(), value.encode()) for name, value in headers.items()]
    return [route for route in routes if (await sent(client, route, fields)).status_code != 401]
