"""Processes die by SIGKILL while records are posted: what was acknowledged is kept, delivered, and applied once."""

import re
from uuid import UUID

import httpx
import pytest

from tests.support.acknowledged_load import Ledger, authors_at_work, more_than, need_of_burkina_faso
from tests.support.embedded_stack import Bearer, EmbeddedStack, Json
from tests.support.figures import Note
from tests.support.stack_harm import kill, kill_for_good, unsupervised
from tests.support.waiting import eventually

pytestmark = [pytest.mark.xdist_group("resilience"), pytest.mark.timeout(600)]

BETWEEN_KILLS = 6
VICTIMS = ("broker", "offers")
KINDS = ("needs", "offers")
OWNED = "SELECT id, version FROM {0}s"
COPIED = "SELECT {0}_id AS id, version FROM {0}s WHERE status = 'open'"
UNPUBLISHED = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
PUBLISHED = "SELECT count(DISTINCT (key, key_version)) FROM outbox WHERE published_at IS NOT NULL"


async def number(stack: EmbeddedStack, service: str, query: str) -> int:
    [[found]] = await stack.rows(service, query)
    return found


async def owned(stack: EmbeddedStack, kind: str) -> dict[str, int]:
    """Return id -> version of the records that their service holds."""
    rows = await stack.rows(kind, OWNED.format(kind.removesuffix("s")))
    return {str(UUID(str(row["id"]))): row["version"] for row in rows}


async def copied(stack: EmbeddedStack, kind: str) -> dict[str, int]:
    """Return id -> version of the open records that the matcher holds."""
    rows = await stack.rows("matcher", COPIED.format(kind.removesuffix("s")))
    return {str(UUID(str(row["id"]))): row["version"] for row in rows}


async def delivered(stack: EmbeddedStack) -> bool:
    """Whether nothing waits to be published, and the matcher's copies are at the versions of their owners."""
    for kind in KINDS:
        opened = {key: version for key, version in (await owned(stack, kind)).items() if version > 1}
        if await number(stack, kind, UNPUBLISHED) or await copied(stack, kind) != opened:
            return False
    return True


async def figures(stack: EmbeddedStack, ledger: Ledger) -> dict[str, int]:
    """Count what was accepted, published, applied, met twice and lost."""
    lost = 0
    for kind, acknowledged in ledger.versions.items():
        own, copies = await owned(stack, kind), await copied(stack, kind)
        lost += sum(own.get(key) != version or copies.get(key) != version for key, version in acknowledged.items())
    metrics = (await stack.ask("GET", "matcher", "/metrics", {})).text
    duplicates = re.search(r'matcher_events_handled_count_total\{result="duplicate"\} ([0-9.]+)', metrics)
    return {
        "accepted": sum(map(len, ledger.versions.values())),
        "published": sum([await number(stack, kind, PUBLISHED) for kind in KINDS]),
        "applied": await number(stack, "matcher", "SELECT count(*) FROM inbox"),
        "duplicated": int(float(duplicates[1])) if duplicates else 0,
        "dead-lettered": await number(stack, "matcher", "SELECT count(*) FROM dead_letters"),
        "lost": lost,
    }


async def post_need(stack: EmbeddedStack, bearer: Bearer, name: str) -> httpx.Response:
    return await stack.ask("POST", "needs", "/v1/needs", bearer, json=need_of_burkina_faso(name))


async def posted_need(stack: EmbeddedStack, bearer: Bearer, name: str) -> Json:
    answer = await post_need(stack, bearer, name)
    assert answer.status_code == 201, answer.text
    return answer.json()


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
    told = ", ".join(f"{count} {name}" for name, count in found.items())
    note(f"SIGKILL of {', '.join(VICTIMS)} under load: {told}; {ledger.broken} requests broken off")
    assert found["accepted"] == ledger.acknowledged() > BETWEEN_KILLS * len(VICTIMS)
    assert (found["lost"], found["dead-lettered"]) == (0, 0)
    assert found["published"] == found["accepted"] <= found["applied"]
    for kind, acknowledged in ledger.versions.items():
        assert (await owned(stack, kind)).keys() == acknowledged.keys(), "a record that was sent again is there twice"
    assert await number(stack, "matcher", "SELECT count(*) FROM candidates") == ledger.pairs() > 0


async def test_writes_are_accepted_while_the_broker_is_away_and_delivered_when_it_is_back(stack: EmbeddedStack) -> None:
    bearer = stack.bearer("recipient", state="BFA")
    with unsupervised(stack):
        await kill_for_good(stack, "broker")
        need = await posted_need(stack, bearer, "without a broker")
        at_version_1, agreed = {"If-Match": '"1"'}, {"consent": True, "insist": True}
        opening = f"/v1/needs/{need['id']}/open"
        assert (await stack.ask("POST", "needs", opening, bearer, headers=at_version_1, json=agreed)).status_code == 200
        ready = await stack.ask("GET", "needs", "/readyz", {})
        assert (ready.status_code, ready.json()["checks"]["kafka"]["status"]) == (200, "failed")
    await eventually(lambda: delivered(stack), within=120, what="the need has reached the matcher")
    assert (await copied(stack, "needs"))[need["id"]] == 2


async def test_a_lost_database_is_answered_with_503_and_needs_no_restart_of_the_services(stack: EmbeddedStack) -> None:
    bearer = stack.bearer("recipient", state="BFA")
    kept = await posted_need(stack, bearer, "before the crash")
    before = {name: stack.process(name).pid for name in (*KINDS, "matcher")}
    with unsupervised(stack):
        await kill_for_good(stack, "postgres")
        refused = await post_need(stack, bearer, "without a database")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert int(refused.headers["retry-after"]) > 0
        unready = await stack.ask("GET", "needs", "/readyz", {})
        assert (unready.status_code, "retry-after" in unready.headers) == (503, True)

    async def is_accepted_again() -> bool:
        return (await post_need(stack, bearer, "after the crash")).status_code == 201

    await eventually(is_accepted_again, within=120, what="writes are accepted again")
    assert (await owned(stack, "needs"))[kept["id"]] == 1
    await eventually(lambda: delivered(stack), within=120, what="everything is delivered")
    assert {name: stack.process(name).pid for name in before} == before
