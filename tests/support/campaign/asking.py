"""Requests that are settled whatever happens to the services: repeated until it is known what came of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx

from tests.support.campaign.lasting import lasting
from tests.support.campaign.ledger import Acknowledged, Ledger

Document = dict[str, Any]
NOT_NOW = frozenset({429, 503})
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
PLURAL = {"need": "needs", "offer": "offers", "match": "matches", "round": "rounds"}


class Refused(Exception):
    """The request was understood and turned down; `code` names the reason."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(f"{status} {code}: {text}")
        self.status = status
        self.code = code


class Abandoned(Exception):
    """The load ends: what was not yet begun is left."""


@dataclass(frozen=True)
class Asked:
    """One request, without what depends on the moment."""

    method: str
    path: str
    actor: Mapping[str, str]
    body: Document | None = None


class Asker:
    """Sends requests to one service and writes down what was acknowledged."""

    def __init__(self, client: httpx.AsyncClient, ledger: Ledger, over: asyncio.Event) -> None:
        self._client = client
        self._ledger = ledger
        self._over = over

    async def read(self, path: str, actor: Mapping[str, str]) -> Document:
        """Read a document; Refused where it is not shown."""
        answer, _ = await self._settled(Asked("GET", path, actor), {})
        return _document(answer)

    async def create(self, kind: str, happened: str, asked: Asked) -> Document:
        """Create a record of a kind, once however often the request has to be repeated."""
        answer, was_unknown = await self._settled(asked, {"Idempotency-Key": uuid4().hex})
        record = _document(answer)
        self._note(kind, record["id"], record.get("version", 1), happened, settled=was_unknown)
        return record

    async def change(self, kind: str, record_id: str, happened: str, asked: Asked) -> Document:
        """Change a record from the version it has now; where that is not known to have happened, its history tells."""
        address = f"/v1/{PLURAL[kind]}/{record_id}"
        whole = replace(asked, path=f"{address}{asked.path}")
        tried_from: int | None = None
        while True:
            if tried_from is not None:
                done = await self._version_in_history(address, asked.actor, happened, tried_from)
                if done is not None:
                    self._note(kind, record_id, done, happened, settled=True)
                    return await self.read(address, asked.actor)
            record = await self.read(address, asked.actor)
            answer = await self._sent(whole, {"If-Match": f'"{record["version"]}"'})
            if answer is None or answer.status_code in NOT_NOW:
                tried_from = record["version"] if tried_from is None else tried_from
                await self._pause(1)
            elif answer.status_code != 412:
                changed = _document(answer)
                # The answer may show what others have done since; this change made the version after the one read.
                self._note(kind, record_id, record["version"] + 1, happened, settled=tried_from is not None)
                return changed

    async def _version_in_history(
        self, address: str, actor: Mapping[str, str], happened: str, after: int
    ) -> int | None:
        told = await self.read(f"{address}/history", actor)
        versions = [each["version"] for each in told["items"] if each["happened"] == happened]
        return next((version for version in versions if version > after), None)

    async def _settled(self, asked: Asked, headers: Mapping[str, str]) -> tuple[httpx.Response, bool]:
        """Send the same until it is answered for good; also tell whether an answer was lost before."""
        tries = 0
        while True:
            answer = await self._sent(asked, headers)
            if answer is not None and not _is_passing(answer):
                return answer, tries > 0
            tries += 1
            if self._over.is_set() and tries > 600:
                raise Abandoned
            await self._pause(tries)

    async def _sent(self, asked: Asked, headers: Mapping[str, str]) -> httpx.Response | None:
        try:
            answer = await self._client.request(
                asked.method, asked.path, headers={**asked.actor, **headers}, json=asked.body
            )
        except httpx.TransportError:
            self._ledger.unknown += asked.method != "GET"
            return None
        self._count(asked, answer)
        return answer

    def _count(self, asked: Asked, answer: httpx.Response) -> None:
        status = answer.status_code
        name = f"{status} {answer.json().get('code')}" if status >= 400 else f"{status}"
        self._ledger.answers[name] += 1
        self._ledger.unknown += status in NOT_NOW and asked.method != "GET"
        if status >= 500 and status not in NOT_NOW:
            self._ledger.wrong.append(f"{asked.method} {asked.path}: {answer.text}")

    def _note(self, kind: str, record_id: str, version: int, happened: str, *, settled: bool) -> None:
        self._ledger.acknowledge(Acknowledged(kind, record_id, version, happened, settled))

    async def _pause(self, tries: int) -> None:
        await lasting(min(FIRST_PAUSE * 2 ** min(tries, 8), LONGEST_PAUSE))


def _is_passing(answer: httpx.Response) -> bool:
    """Whether the same request may be answered otherwise in a moment, and nothing is known until then."""
    if answer.status_code in NOT_NOW:
        return True
    return answer.status_code == 409 and answer.json().get("code") == "idempotency-key-in-use"


def _document(answer: httpx.Response) -> Document:
    if answer.status_code < 400:
        return answer.json()
    problem = answer.json()
    raise Refused(answer.status_code, problem.get("code", ""), answer.text)
