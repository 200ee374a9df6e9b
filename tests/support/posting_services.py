"""The two services that take in records, described so that one test can hold both to what they promise alike."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from needs.main import SERVICE as NEEDS
from offers.main import SERVICE as OFFERS
from shared.events.registry import PUBLIC_TOPIC
from shared.service.definition import ServiceDefinition
from tests.support import request_documents
from tests.support.request_documents import Document
from tests.support.running_service import Headers, RunningService, running
from tests.support.tokens import TokenForge


@dataclass(frozen=True)
class Posting:
    """One kind of record: the service, its address, a good document, what opening says, who posts, and its tables."""

    definition: ServiceDefinition
    path: str
    document: Callable[..., Document]
    opening: Document | None
    author: Callable[[TokenForge], Headers]
    role: str
    tables: tuple[str, ...]


NEED = Posting(
    NEEDS,
    "/v1/needs",
    request_documents.need,
    {"consent": True, "insist": True},
    TokenForge.as_recipient,
    "recipient",
    ("needs", "need_components", "need_versions", "outbox", "idempotency_keys"),
)
OFFER = Posting(
    OFFERS,
    "/v1/offers",
    request_documents.offer,
    None,
    TokenForge.as_donor,
    "donor",
    ("offers", "offer_lines", "offer_versions", "outbox", "idempotency_keys"),
)
BOTH = {"needs": NEED, "offers": OFFER}


@dataclass(frozen=True)
class Desk:
    """An author at a running service: posts, opens and changes records of one kind."""

    service: RunningService
    posting: Posting

    @property
    def author(self) -> Headers:
        """The author's credentials."""
        return self.posting.author(self.service.forge)

    async def post(self, *, key: str | None = None, actor: Headers | None = None, **changes: Any) -> httpx.Response:
        """Post a good document with changes."""
        body = self.posting.document(**changes)
        return await self.service.ask("POST", self.posting.path, actor or self.author, body, key=key)

    async def posted(self, *, actor: Headers | None = None, **changes: Any) -> Document:
        """Return a new draft."""
        answer = await self.post(actor=actor, **changes)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def act(
        self, record: Document, action: str, body: Any = None, *, actor: Headers | None = None, version: Any = None
    ) -> httpx.Response:
        """Do something to a record, at the version it was read unless another is named."""
        path = f"{self.posting.path}/{record['id']}/{action}"
        at = record["version"] if version is None else version
        return await self.service.ask("POST", path, actor or self.author, body, version=at)

    async def opened(self, *, actor: Headers | None = None, **changes: Any) -> Document:
        """Return a new record that was opened."""
        answer = await self.act(await self.posted(actor=actor, **changes), "open", self.posting.opening, actor=actor)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def amend(self, record: Document, *, version: int | None = None, **changes: Any) -> httpx.Response:
        """Send a good document with changes in place of the record."""
        at = record["version"] if version is None else version
        path = f"{self.posting.path}/{record['id']}"
        return await self.service.ask("PUT", path, self.author, self.posting.document(**changes), version=at)

    async def read(self, record: Document, actor: Headers | None = None, more: str = "") -> httpx.Response:
        """Read a record, or `more` of it such as its history."""
        return await self.service.ask("GET", f"{self.posting.path}/{record['id']}{more}", actor or self.author)

    async def listed(self, actor: Headers | None = None, **query: Any) -> list[str]:
        """Return the external ids of the records of one page, in its order."""
        answer = await self.service.ask("GET", self.posting.path, actor or self.author, params=query)
        assert answer.status_code == 200, answer.text
        return [each["external_id"] for each in answer.json()["items"]]

    async def counts(self) -> dict[str, int]:
        """Return how many rows each of the service's tables holds."""
        return await self.service.count(*self.posting.tables)

    async def events(self) -> list[str]:
        """Return the types of the events in the outbox for the other services, in order."""
        internal = "SELECT type FROM outbox WHERE topic <> :public ORDER BY position"
        return [row["type"] for row in await self.service.rows(internal, public=PUBLIC_TOPIC)]


@asynccontextmanager
async def desk_at(posting: Posting, database_url: str) -> AsyncGenerator[Desk]:
    """Run the service of one kind of record, with an author at its desk."""
    async with running(posting.definition, database_url) as service:
        yield Desk(service, posting)
