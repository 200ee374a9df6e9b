"""A client that keeps its Idempotency-Key: it repeats a request whose acknowledged effect a restore has taken back."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx

from tests.support import request_documents
from tests.support.campaign.ledger import Acknowledged, Ledger
from tests.support.campaign.world import World

STATE = "BFA"
DONOR = "donor_that_repeats"


@dataclass(frozen=True)
class Kept:
    """What the client kept of a request, and the record that it was told of."""

    service: str
    path: str
    actor: dict[str, str]
    document: dict[str, Any]
    key: str
    kind: str
    happened: str
    record_id: str


async def asked(world: World, ledger: Ledger, service: str) -> Kept:
    """Have a client ask a service for a record, and be told of it."""
    new = _request(world, service)
    kept = Kept(service, *new, key=uuid4().hex, kind=_KINDS[service][0], happened=_KINDS[service][1], record_id="")
    return replace(kept, record_id=await _sent(world, ledger, kept))


async def repeated(world: World, ledger: Ledger, kept: Kept) -> None:
    """Have it repeat the request twice: the record that is gone is made anew, and only once."""
    first, second = await _sent(world, ledger, kept), await _sent(world, ledger, kept)
    assert first != kept.record_id, f"{kept.service} tells of {first} again, which it does not have"
    assert first == second, f"{kept.service} made a record anew twice for one key: {first}, {second}"


_KINDS = {"needs": ("need", "registered"), "offers": ("offer", "registered"), "matcher": ("round", "asked")}


def _request(world: World, service: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    name = uuid4().hex
    if service == "needs":
        document = request_documents.need(external_id=name, states=[STATE])
        return "/v1/needs", dict(world.accounts.as_recipient(STATE)), document
    if service == "offers":
        donor = {"organisation": DONOR, "name": DONOR, "kind": "state"}
        document = request_documents.offer(external_id=name, donor=donor)
        return "/v1/offers", dict(world.accounts.as_donor(DONOR)), document
    asked_for = {"scope": {"states": [STATE]}, "time_limit_seconds": 5}
    return "/v1/rounds", dict(world.accounts.as_coordinator()), asked_for


async def _sent(world: World, ledger: Ledger, kept: Kept) -> str:
    async with httpx.AsyncClient(base_url=world.api(kept.service), timeout=20, trust_env=False) as client:
        headers = kept.actor | {"Idempotency-Key": kept.key}
        answer = await client.post(kept.path, headers=headers, json=kept.document)
    assert answer.status_code in {201, 202}, answer.text
    told = answer.json()
    entry = Acknowledged(kept.kind, told["id"], told.get("version", 1), kept.happened, settled=False)
    if entry not in ledger.entries:
        ledger.acknowledge(entry)
    return told["id"]
