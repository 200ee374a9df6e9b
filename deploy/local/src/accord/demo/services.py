"""The services as a party reaches them: with its own token, and each refusal told in the service's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx

from accord.bearers import Bearers
from accord.failures import CommandFailed
from accord.tokens import TokenSource

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a service answered: the status, the version it names, and the document."""

    status: int
    version: str | None
    document: Json

    @property
    def is_refusal(self) -> bool:
        """Whether the service refused."""
        return self.status >= HTTPStatus.BAD_REQUEST


@dataclass
class Services:
    """The addresses of the services, and who gives tokens."""

    urls: Mapping[str, str]
    tokens: TokenSource
    client: httpx.Client
    bearers: Bearers = field(init=False)

    def __post_init__(self) -> None:
        """Keep tokens at hand."""
        self.bearers = Bearers(self.tokens)

    def get(self, who: "Voice", path: str, **params: Any) -> Answer:
        """Read as a party."""
        return self._answer("GET", who, path, params=params)

    def send(
        self, who: "Voice", method: str, path: str, body: Json | None = None, version: str | None = None
    ) -> Answer:
        """Change something as a party, which read it at this version."""
        headers = {} if version is None else {"If-Match": version}
        return self._answer(method, who, path, json=body, headers=headers)

    def _answer(self, method: str, who: "Voice", path: str, **given: Any) -> Answer:
        service, _, rest = path.partition(":")
        headers = {**given.pop("headers", {}), "Authorization": f"Bearer {self.bearers.of(who.party)}"}
        try:
            answer = self.client.request(method, f"{self.urls[service]}{rest}", headers=headers, **given)
        except httpx.HTTPError as error:
            raise CommandFailed(f"the {service} service does not answer: {error}") from error
        if answer.is_server_error:
            raise CommandFailed(f"the {service} service failed: {answer.status_code} {answer.text[:300]}")
        return Answer(answer.status_code, answer.headers.get("ETag"), answer.json())


@dataclass(frozen=True)
class Voice:
    """Somebody who takes part: a name to print, and the claims of its token."""

    name: str
    party: Mapping[str, str]
