"""Somebody who asks for everything there is: every GET, every identifier, every link, every stream, every header."""

import re
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from tests.support.crawling.markers import Secret, secrets_in
from tests.support.http_service import client_of
from tests.support.running_service import Headers, RunningService

FROM_THE_BEGINNING: Final = {"Last-Event-ID": "0"}
STREAMS: Final = ("/stream", "/events")
WITHOUT_LINKS: Final = ("/openapi.json", "/metrics")
OUTSIDE_THE_CONTRACT: Final = ("/metrics", "/openapi.json", "/livez")
DEMANDED: Final = {"/what-if": "?weights=coverage:300"}
"""The query that a path with this end cannot do without."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_LINK: Final = re.compile(r'"(/v1/[^"\s{}]*)"|<([^>{}]+)>;')

Found = dict[Secret, str]
"""What was found, and at which address first."""


@dataclass(frozen=True)
class Directory:
    """What a crawler starts from: the values of each path's placeholders, and of each list's filters."""

    identifiers: Mapping[str, Sequence[str]]
    filters: Mapping[str, str]

    def addresses(self, document: Mapping[str, Any]) -> Iterator[str]:
        """Yield every address that an OpenAPI document lets one GET."""
        for template, operations in document["paths"].items():
            if "get" not in operations:
                continue
            yield from self._filled(template)
            if not _PLACE.search(template):
                names = [each["name"] for each in operations["get"].get("parameters", []) if each["in"] == "query"]
                yield from (f"{template}?{name}={self.filters[name]}" for name in names if name in self.filters)

    def _filled(self, template: str) -> Iterable[str]:
        place = _PLACE.search(template)
        if place is None:
            return [template]
        query = next((query for end, query in DEMANDED.items() if template.endswith(end)), "")
        return [template.replace(place.group(), value) + query for value in self.identifiers[place.group(1)]]


@dataclass
class Crawl:
    """One reader's way through every service; `known` names the records by their identifiers."""

    headers: Headers
    clients: Mapping[str, httpx.AsyncClient]
    known: Mapping[str, str]
    found: Found = field(default_factory=dict[Secret, str])
    statuses: Counter[int] = field(default_factory=Counter[int])
    answers: dict[str, str] = field(default_factory=dict[str, str])

    async def through(
        self, directory: Directory, documents: Mapping[str, Mapping[str, Any]], *, following: bool = True
    ) -> None:
        """Ask for every address of every document, and whatever the answers link to if links are to be followed."""
        for service, document in documents.items():
            waiting, asked = [*directory.addresses(document), *OUTSIDE_THE_CONTRACT], set[str]()
            while waiting:
                address = waiting.pop()
                if address not in asked:
                    asked.add(address)
                    links = await self._ask(service, address)
                    waiting += links if following else ()

    async def _ask(self, service: str, address: str) -> Iterable[str]:
        headers = {**self.headers, **(FROM_THE_BEGINNING if address.endswith(STREAMS) else {})}
        answer = await self.clients[service].get(address, headers=headers)
        self.statuses[answer.status_code] += 1
        self.answers[f"{service} {address}"] = f"{answer.status_code} {_lasting(answer)}"
        said = f"{answer.text}\n{' '.join(f'{name}: {value};' for name, value in answer.headers.items())}"
        for secret in secrets_in(said, self.known, address):
            self.found.setdefault(secret, f"{service} {address}")
        return () if address in WITHOUT_LINKS else _links(said)


@asynccontextmanager
async def clients_of(services: Mapping[str, RunningService]) -> AsyncGenerator[Mapping[str, httpx.AsyncClient]]:
    """Open one client for each service."""
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(client_of(each.app)) for name, each in services.items()}


def _lasting(answer: httpx.Response) -> str:
    """Return what is said, but for the request's own number."""
    own = answer.headers.get("x-correlation-id", "")
    return answer.text.replace(own, "OWN") if own else answer.text


def _links(said: str) -> Iterator[str]:
    for in_body, in_header in set(_LINK.findall(said)):
        address = urlsplit(in_body or in_header)
        if address.path.startswith("/v1/"):
            yield f"{address.path}?{address.query}" if address.query else address.path
