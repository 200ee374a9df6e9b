"""Requests of the campaign's load are settled: what broke off is repeated or looked up, never assumed."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.support.campaign.asking import Asked, Asker, Refused
from tests.support.campaign.ledger import Acknowledged, Ledger

NEED = "01a2"
OPENING = Asked("POST", "/open", {}, {"consent": True})


class Service:
    """A service with one need, whose first answer to a change is lost on the way."""

    def __init__(self, *, takes_effect: bool) -> None:
        self.keys: list[str] = []
        self.history = [{"version": 1, "happened": "registered"}]
        self._takes_effect = takes_effect
        self._loses = 1

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer, or take the request in and break the connection."""
        if request.method == "GET":
            told = {"items": self.history} if request.url.path.endswith("/history") else self._need()
            return httpx.Response(200, json=told)
        self.keys.append(request.headers.get("Idempotency-Key", ""))
        if self._loses:
            self._loses -= 1
            if self._takes_effect:
                self._open()
            raise httpx.ReadError("the connection broke", request=request)
        if request.url.path.endswith("/open"):
            self._open()
        return httpx.Response(200, json=self._need())

    def _open(self) -> None:
        self.history.append({"version": len(self.history) + 1, "happened": "opened"})

    def _need(self) -> dict[str, object]:
        return {"id": NEED, "version": len(self.history)}


def asker_of(service: Service, ledger: Ledger) -> Asker:
    """Return who asks this service."""
    client = httpx.AsyncClient(transport=httpx.MockTransport(service.answer), base_url="http://needs.test")
    return Asker(client, ledger, asyncio.Event())


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "book.jsonl")


async def test_a_creation_that_broke_off_is_repeated_under_the_same_key(ledger: Ledger) -> None:
    service = Service(takes_effect=False)
    await asker_of(service, ledger).create("need", "registered", Asked("POST", "/v1/needs", {}, {}))
    assert len(service.keys) == 2
    assert len(set(service.keys)) == 1
    assert ledger.entries == [Acknowledged("need", NEED, 1, "registered", settled=True)]
    assert ledger.unknown == 1


async def test_a_change_that_broke_off_and_took_effect_is_not_made_again(ledger: Ledger) -> None:
    service = Service(takes_effect=True)
    await asker_of(service, ledger).change("need", NEED, "opened", OPENING)
    assert [each["happened"] for each in service.history] == ["registered", "opened"]
    assert ledger.entries == [Acknowledged("need", NEED, 2, "opened", settled=True)]


async def test_a_change_that_broke_off_without_effect_is_made_again(ledger: Ledger) -> None:
    service = Service(takes_effect=False)
    await asker_of(service, ledger).change("need", NEED, "opened", OPENING)
    assert [each["happened"] for each in service.history] == ["registered", "opened"]
    assert ledger.path.read_text().count("opened") == 1


async def test_an_answer_that_no_fault_excuses_is_kept_for_the_verdict(ledger: Ledger) -> None:
    client = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(500, json={"code": "internal"})),
        base_url="http://x.test",
    )
    with pytest.raises(Refused):
        await Asker(client, ledger, asyncio.Event()).read("/v1/needs", {})
    assert len(ledger.wrong) == 1
