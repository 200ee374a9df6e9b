"""Processes die by SIGKILL while records are posted: what was acknowledged is kept, delivered, and applied once."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.support.acknowledged_load import Ledger, authors_at_work, more_than, need_of_burkina_faso
from tests.support.embedded_stack import Bearer, EmbeddedStack
from tests.support.figures import Note
from tests.support.stack_harm import kill, kill_for_good, unsupervised
from tests.support.waiting import eventually

pytestmark = [pytest.mark.xdist_group("resilience"), pytest.mark.timeout(600)]

BETWEEN_KILLS = 6
VICTIMS = ("needs", "offers", "matcher", "broker", "needs", "matcher")
VERSIONS = {
    "needs": "SELECT id, version FROM needs",
    "offers": "SELECT id, version FROM offers",
}
COPIES = {
    "needs": "SELECT need_id AS id, version FROM needs WHERE status = 'open'",
    "offers": "SELECT offer_id AS id, version FROM offers WHERE status = 'open'",
}


async def number(stack: EmbeddedStack, service: str, query: str) -> int:
    [[found]] = await stack.rows(service, query)
    return found


async def versions(stack: EmbeddedStack, service: str, query: str) -> dict[str, int]:
    return {str(UUID(str(row["id"]))): row["version"] for row in await stack.rows(service, query)}


async def delivered(stack: EmbeddedStack) -> bool:
    """Whether nothing waits to be published, and the matcher's copies are at the versions of their owners."""
    for kind in VERSIONS:
        if await number(stack, kind, "SELECT count(*) FROM outbox WHERE published_at IS NULL"):
            return False
        owned = {key: version for key, version in (await versions(stack, kind, VERSIONS[kind])).items() if version > 1}
        if await versions(stack, "matcher", COPIES[kind]) != owned:
            return False
    return True


async def figures(stack: EmbeddedStack, ledger: Ledger) -> dict[str, int]:
    """Count what was accepted, published, applied, met twice and lost."""
    lost = 0
    for kind, acknowledged in ledger.versions.items():
        owned = await versions(stack, kind, VERSIONS[kind])
        copies = await versions(stack, "matcher", COPIES[kind])
        lost += sum(owned.get(key) != version or copies.get(key) != version for key, version in acknowledged.items())
    metrics = httpx.get(f"{stack.ports.url('matcher')}/metrics", timeout=10, trust_env=False).text
    duplicates = re.search(r'matcher_events_handled_count_total\{result="duplicate"\} ([0-9.]+)', metrics)
    published = "SELECT count(*) FROM outbox WHERE published_at IS NOT NULL"
    return {
        "accepted": sum(map(len, ledger.versions.values())),
        "published": sum([await number(stack, kind, published) for kind in VERSIONS]),
        "applied": await number(stack, "matcher", "SELECT count(*) FROM inbox"),
        "duplicated": int(float(duplicates[1])) if duplicates else 0,
        "dead-lettered": await number(stack, "matcher", "SELECT count(*) FROM dead_letters"),
        "lost": lost,
    }


def write_need(stack: EmbeddedStack, bearer: Bearer, name: str) -> httpx.Response:
    url = f"{stack.ports.url('needs')}/v1/needs"
    return httpx.post(url, headers=bearer, json=need_of_burkina_faso(name), timeout=30, trust_env=False)


def open_need(stack: EmbeddedStack, bearer: Bearer, need: Mapping[str, Any]) -> None:
    url = f"{stack.ports.url('needs')}/v1/needs/{need['id']}/open"
    agreed = {"consent": True, "insist": True}
    answer = httpx.post(url, headers={**bearer, "If-Match": '"1"'}, json=agreed, timeout=30, trust_env=False)
    assert answer.status_code == 200, answer.text


async def test_nothing_acknowledged_is_lost_or_applied_twice_while_processes_are_killed(
    stack: EmbeddedStack, note: Note
) -> None:
    async with authors_at_work(stack) as ledger:
        await eventually(more_than(ledger, BETWEEN_KILLS), within=120, what="records are posted")
        for victim in VICTIMS:
            await kill(stack, victim)
            await eventually(more_than(ledger, BETWEEN_KILLS), within=120, what=f"records are posted after {victim}")
    await eventually(lambda: delivered(stack), within=120, what="everything is delivered")
    found = await figures(stack, ledger)
    note(f"{len(VICTIMS)} kills under load: {', '.join(f'{name} {count}' for name, count in found.items())}")
    assert found["accepted"] == ledger.acknowledged() > BETWEEN_KILLS * len(VICTIMS)
    assert (found["lost"], found["dead-lettered"]) == (0, 0)
    assert found["applied"] >= found["published"] == found["accepted"]
    assert {kind: len(await versions(stack, kind, VERSIONS[kind])) for kind in VERSIONS} == {
        kind: len(acknowledged) for kind, acknowledged in ledger.versions.items()
    }, "a record that was posted again is there twice"
    pairs = len(ledger.versions["needs"]) * len(ledger.versions["offers"])
    assert await number(stack, "matcher", "SELECT count(*) FROM candidates") == pairs


async def test_writes_are_accepted_while_the_broker_is_away_and_delivered_when_it_is_back(stack: EmbeddedStack) -> None:
    bearer = stack.bearer("recipient", state="BFA")
    with unsupervised(stack):
        await kill_for_good(stack, "broker")
        written = write_need(stack, bearer, "without a broker")
        assert written.status_code == 201, written.text
        open_need(stack, bearer, written.json())
        ready = httpx.get(f"{stack.ports.url('needs')}/readyz", timeout=10, trust_env=False)
        assert ready.status_code == 200
        assert ready.json()["checks"]["kafka"]["status"] == "failed"
    await eventually(lambda: delivered(stack), within=120, what="the need has reached the matcher")
    assert (await versions(stack, "matcher", COPIES["needs"]))[written.json()["id"]] == 2


async def test_a_lost_database_is_answered_with_503_and_needs_no_restart_of_the_services(stack: EmbeddedStack) -> None:
    bearer = stack.bearer("recipient", state="BFA")
    kept = write_need(stack, bearer, "before the crash")
    assert kept.status_code == 201, kept.text
    before = {name: stack.process(name).pid for name in ("needs", "offers", "matcher")}
    with unsupervised(stack):
        await kill_for_good(stack, "postgres")
        refused = write_need(stack, bearer, "without a database")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert int(refused.headers["retry-after"]) > 0
        unready = httpx.get(f"{stack.ports.url('needs')}/readyz", timeout=10, trust_env=False)
        assert (unready.status_code, "retry-after" in unready.headers) == (503, True)
    await eventually(
        lambda: write_need(stack, bearer, "without a database").status_code == 201,
        within=120,
        what="writes are accepted again",
    )
    names = [row["external_id"] for row in await stack.rows("needs", "SELECT external_id FROM needs")]
    assert names.count("before the crash") == 1
    await eventually(lambda: delivered(stack), within=120, what="everything is delivered")
    assert {name: stack.process(name).pid for name in before} == before
