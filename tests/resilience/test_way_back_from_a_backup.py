"""The page on restoring, done as it is written on a running stack: a database is put back, and all agree again.

It comes after the others of this folder: whoever reads all books of the stack later finds versions passed over.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.acknowledged_load import need_of_burkina_faso
from tests.support.embedded_stack import Bearer, EmbeddedStack, Json
from tests.support.operator_commands import Operator, Said, commands_in, operator_at
from tests.support.stack_harm import kill_for_good, unsupervised
from tests.support.waiting import eventually

pytestmark = [pytest.mark.xdist_group("resilience"), pytest.mark.timeout(600)]

PAGE = "restoring.md"
COPY = "SELECT version, status, state->'components'->0->>'quantity' AS quantity FROM needs WHERE need_id = '{0}'"
CONSENT = {"consent": True, "insist": True}


async def opened(stack: EmbeddedStack, bearer: Bearer, name: str) -> Json:
    """Post a need of four machines and circulate it."""
    posted = await stack.ask("POST", "needs", "/v1/needs", bearer, json=need_of_burkina_faso(name))
    assert posted.status_code == 201, posted.text
    path = f"/v1/needs/{posted.json()['id']}/open"
    answer = await stack.ask("POST", "needs", path, bearer, json=CONSENT, headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def asked_for_nine(stack: EmbeddedStack, bearer: Bearer, need: Json) -> Json:
    """Amend a need to nine machines."""
    document = need_of_burkina_faso(need["external_id"])
    document["components"][0]["quantity"] = 9
    at = {"If-Match": f'"{need["version"]}"'}
    answer = await stack.ask("PUT", "needs", f"/v1/needs/{need['id']}", bearer, json=document, headers=at)
    assert answer.status_code == 200, answer.text
    return answer.json()


def copied(stack: EmbeddedStack, need: Json, holds: Callable[[Any], bool]) -> Any:
    """Return a condition on the matcher's copy of a need."""

    async def it_does() -> bool:
        rows = await stack.rows("matcher", COPY.format(need["id"]))
        return bool(rows) and holds(rows[0])

    return it_does


async def follow(page: Sequence[str], operator: Operator, stack: EmbeddedStack, service: str) -> None:
    """Give the page's commands in their order; containers stop and start as the stack's one process does."""
    async with AsyncExitStack() as stopped:
        for command in page:
            if command.startswith("docker compose stop"):
                stopped.enter_context(unsupervised(stack))
                await kill_for_good(stack, service)
            elif command.startswith("docker compose up"):
                await stopped.aclose()
                await eventually(stack.is_ready, within=120, what="everything is ready")
            else:
                operator.give(command)


def found(said: Said) -> list[tuple[str, str]]:
    """Return what a command found of which key."""
    lines = [json.loads(line) for line in said.output.splitlines() if '"what"' in line]
    return [(line["what"], line["key"]) for line in lines]


async def test_the_needs_database_is_restored_as_the_page_says(stack: EmbeddedStack, tmp_path: Path) -> None:
    operator = operator_at(stack, tmp_path, ("needs", "offers", "matcher"))
    bearer = stack.bearer("recipient", state="BFA")
    amended = await opened(stack, bearer, "amended after the backup")
    for command in commands_in(PAGE, ""):
        operator.give(command)
    await asked_for_nine(stack, bearer, amended)
    lost = await opened(stack, bearer, "posted after the backup")
    await eventually(copied(stack, amended, lambda row: row["quantity"] == "9"), within=60, what="nine are known")
    await eventually(copied(stack, lost, lambda row: row["status"] == "open"), within=60, what="both are known")
    await follow(commands_in(PAGE, "needs"), operator, stack, "needs")
    [report] = [said for said in operator.said if said.command.endswith("restored report")]
    assert set(found(report)) == {("behind", amended["id"]), ("missing", lost["id"]), ("still_public", lost["id"])}
    assert (report.code, operator.said[-1].code) == (3, 0)
    assert json.loads(operator.said[-1].output.splitlines()[-1])["left"] == 0
    as_before = copied(stack, amended, lambda row: (row["version"], row["quantity"]) == (4, "4"))
    await eventually(as_before, within=60, what="the matcher has what the restored database holds")
    await eventually(copied(stack, lost, lambda row: row["status"] == "closed"), within=60, what="the lost one ended")
    [history] = await stack.rows("needs", "SELECT reason FROM need_versions WHERE happened = 'restored'")
    assert "version" in history["reason"]
    again = await stack.ask("GET", "needs", f"/v1/needs/{amended['id']}", bearer)
    await asked_for_nine(stack, bearer, again.json())
    await eventually(copied(stack, amended, lambda row: row["quantity"] == "9"), within=60, what="it is heard again")


async def test_the_matcher_database_is_restored_as_the_page_says(stack: EmbeddedStack, tmp_path: Path) -> None:
    operator = operator_at(stack, tmp_path, ("needs", "offers", "matcher"))
    bearer = stack.bearer("recipient", state="BFA")
    for command in commands_in(PAGE, ""):
        operator.give(command)
    later = await opened(stack, bearer, "unknown to the matcher's backup")
    await eventually(copied(stack, later, lambda row: row["status"] == "open"), within=60, what="the need is known")
    await follow(commands_in(PAGE, "matcher"), operator, stack, "matcher")
    await eventually(copied(stack, later, lambda row: row["status"] == "open"), within=60, what="it is known again")
    assert operator.said[-1].code == 0
