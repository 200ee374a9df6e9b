"""Authors who register and open records whatever happens to the services, and a ledger of what was acknowledged."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from shared.clock import system_clock
from tests.support import request_documents
from tests.support.embedded_stack import Bearer, EmbeddedStack
from tests.support.waiting import WillNeverHoldError, eventually

PATIENCE_SECONDS = 120.0
NOT_NOW = frozenset({503})
AUTHORS = 3
CATEGORIES = ("marking", "tracing", "destruction", "collection", "stockpile_management", "legislation")
"""No one of them contains another, so that a record is answered by those of its own category alone."""
Document = dict[str, Any]


@dataclass
class Ledger:
    """Every acknowledged record, id -> last acknowledged version, and how its requests were answered."""

    versions: dict[str, dict[str, int]] = field(default_factory=lambda: {"needs": {}, "offers": {}})
    categories: dict[str, Counter[str]] = field(default_factory=lambda: {"needs": Counter(), "offers": Counter()})
    answers: Counter[int] = field(default_factory=Counter[int])
    broken: int = 0

    def acknowledged(self) -> int:
        """Count the records whose opening was acknowledged."""
        return sum(version == 2 for versions in self.versions.values() for version in versions.values())

    def pairs(self) -> int:
        """Count the pairs of a need and an offer of one category."""
        return sum(count * self.categories["offers"][category] for category, count in self.categories["needs"].items())


def need_of_burkina_faso(number: str, category: str = "marking") -> Document:
    """Return a need for four machines in the coming year; every offer below of the same category answers it."""
    today = system_clock().date()
    return request_documents.need(
        external_id=number,
        components=[request_documents.component(category=category, quantity=4, unit="machine")],
        window={"start": today.isoformat(), "end": (today + timedelta(days=365)).isoformat()},
    )


def offer_to_africa(number: str, category: str) -> Document:
    """Return an offer of machines in the coming two years; it answers every need above of the same category."""
    today = system_clock().date()
    return request_documents.offer(
        external_id=number,
        lines=[request_documents.line(categories=[category])],
        conditions=[],
        window={"start": today.isoformat(), "end": (today + timedelta(days=730)).isoformat()},
        call={},
    )


class Author:
    """Posts records of one kind, again with the same key where no answer came, until each is open."""

    def __init__(self, kind: str, client: httpx.AsyncClient, bearer: Bearer, ledger: Ledger) -> None:
        self._kind = kind
        self._client = client
        self._bearer = bearer
        self._ledger = ledger
        self._document = need_of_burkina_faso if kind == "needs" else offer_to_africa
        self._opening = {"consent": True, "insist": True} if kind == "needs" else None

    async def post_one(self) -> None:
        """Register a record and open it; every acknowledgement goes into the ledger."""
        key = uuid4().hex
        category = CATEGORIES[int(key, 16) % len(CATEGORIES)]
        path = f"/v1/{self._kind}"
        record = await self._answer("POST", path, {"Idempotency-Key": key}, self._document(f"L-{key[:12]}", category))
        assert record.status_code == 201, record.text
        self._note(record.json())
        address = f"{path}/{record.json()['id']}"
        opened = await self._answer("POST", f"{address}/open", {"If-Match": '"1"'}, self._opening)
        if opened.status_code == 412:  # the opening was done, and its acknowledgement lost on the way
            opened = await self._answer("GET", address, {}, None)
        assert opened.status_code == 200, opened.text
        assert opened.json()["status"] == "open"
        self._note(opened.json())
        self._ledger.categories[self._kind][category] += 1

    def _note(self, record: Document) -> None:
        self._ledger.versions[self._kind][record["id"]] = record["version"]

    async def _answer(self, method: str, path: str, more: Mapping[str, str], body: Document | None) -> httpx.Response:
        """Ask again until there is an answer that is not "later"."""

        async def answered() -> httpx.Response | None:
            try:
                answer = await self._client.request(method, path, headers={**self._bearer, **more}, json=body)
            except httpx.TransportError:
                self._ledger.broken += 1
                raise
            self._ledger.answers[answer.status_code] += 1
            if answer.status_code == 500:
                raise WillNeverHoldError(answer.text)
            return None if answer.status_code in NOT_NOW else answer

        return await eventually(answered, within=PATIENCE_SECONDS, what=f"{method} {path} is answered")


@asynccontextmanager
async def authors_at_work(stack: EmbeddedStack) -> AsyncGenerator[Ledger]:
    """Let authors of both kinds post one record after the other beside the block; each finishes what it began."""
    ledger, over = Ledger(), asyncio.Event()
    bearers = {"needs": stack.bearer("recipient", state="BFA"), "offers": stack.bearer("donor", organisation="eu")}

    async def keep_posting(kind: str) -> None:
        url = stack.ports.url(kind)
        async with httpx.AsyncClient(base_url=url, timeout=15, trust_env=False) as client:
            author = Author(kind, client, bearers[kind], ledger)
            while not over.is_set():
                await author.post_one()

    async with asyncio.TaskGroup() as tasks:
        for number in range(AUTHORS):
            tasks.create_task(keep_posting(("needs", "offers")[number % 2]))
        try:
            yield ledger
        finally:
            over.set()


def more_than(ledger: Ledger, count: int) -> Callable[[], bool]:
    """Return the condition that so many more records are open than now."""
    goal = ledger.acknowledged() + count
    return lambda: ledger.acknowledged() >= goal
