"""What a row is tried on: a record in its situation, and a request that is right but for who sends it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

import httpx

from tests.support.policy.row import Row
from tests.support.running_service import Headers, RunningService

_PARAMETER: Final = re.compile(r"\{(\w+)\}")


PACKAGES: Final = "packages"
_OF_PACKAGE: Final = "SELECT sum(version) AS version FROM matches WHERE package_id = :id"

EXAMPLES: Final = {"/docs/assets": "/docs/assets/swagger-ui.css", "/problems/{code}": "/problems/not-found"}
"""Where something is found under a route that anybody may ask."""


@dataclass(frozen=True)
class Target:
    """`record` fills the route's parameter; `table` holds the record whose version goes into If-Match.

    PACKAGES stands for the matches of a package, whose versions together are its own.
    """

    record: str = ""
    body: Any = None
    table: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])

    def path(self, row: Row, record: str = "") -> str:
        """Return the path of the row's route, for this record or another."""
        return _PARAMETER.sub(record or self.record, EXAMPLES.get(row.route, row.route))


@dataclass(frozen=True)
class Secret:
    """A word that only some may read; in the decision log `auditors` besides."""

    word: str
    readers: frozenset[str]
    auditors: frozenset[str] = frozenset()

    def is_told_rightly(self, who: str, route: str) -> bool:
        """Say whether this actor may read the word in an answer of this route."""
        return who in self.readers or (who in self.auditors and route.startswith("/v1/decisions"))


class World(Protocol):
    """A service on its database, with records in every situation."""

    @property
    def service(self) -> RunningService:
        """The service that is walked."""
        ...

    @property
    def secrets(self) -> Sequence[Secret]:
        """The words by which records are recognised that some may not know of."""
        ...

    async def target(self, row: Row, *, is_done: bool) -> Target:
        """Return what the row is tried on; where it changes something and `is_done`, a record of its own."""
        ...


@dataclass(frozen=True)
class Asking:
    """One client of one service, for all requests of a walk."""

    client: httpx.AsyncClient
    service: RunningService

    async def send(self, row: Row, target: Target, actor: Headers, version: int | None) -> httpx.Response:
        """Send the row's request."""
        return await self._send(row, target, actor, version, target.path(row))

    async def send_for_nothing(self, row: Row, target: Target, actor: Headers, version: int | None) -> "Told":
        """Send the row's request for a record that does not exist, and return the answer without its id."""
        nothing = str(uuid4())
        answer = await self._send(row, target, actor, version, target.path(row, nothing))
        return told(answer, nothing)

    async def version_of(self, target: Target) -> int | None:
        """Return the version of the target's record; None where the request names none."""
        if not target.table:
            return None
        query = f"SELECT version FROM {target.table} WHERE id = :id"  # noqa: S608 (the tests' own names)
        [row] = await self.service.rows(_OF_PACKAGE if target.table == PACKAGES else query, id=UUID(target.record))
        return row["version"]

    async def _send(self, row: Row, target: Target, actor: Headers, version: int | None, path: str) -> httpx.Response:
        matching = {} if version is None else {"If-Match": f'"{version}"'}
        headers = {**actor, **target.headers, **matching}
        return await self.client.request(row.method, path, headers=headers, json=target.body, params=dict(target.query))


Told = tuple[int, dict[str, str], str]
"""A status, the headers and the body of an answer, but for what differs with every request."""

_DIFFERS: Final = frozenset({"x-correlation-id", "x-request-id", "date", "traceparent"})


def told(answer: httpx.Response, record: str) -> Told:
    """Return an answer without the id that was asked for and the request's own."""
    headers = {name: value for name, value in answer.headers.items() if name not in _DIFFERS}
    body = answer.text.replace(record, "ID")
    for own in (answer.headers.get(name, "") for name in _DIFFERS):
        body = body.replace(own, "OWN") if own else body
    return answer.status_code, headers, body
