"""The embedded part of docs/operations.md, given to a shell block after block, on the stack with the sample.

The tests build on one another, as the page does: it starts the stack and stops it.
"""

import json
import signal

import httpx
import pytest

from tests.support.acknowledged_load import need_of_burkina_faso
from tests.support.embedded_stack import EmbeddedStack, Json
from tests.support.page_follower import PageFollower
from tests.support.stack_harm import is_alive
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.timeout(400)]

TAKEN_ANEW = """
UPDATE outbox SET published_at = NULL, parked_at = now(), attempts = 3, last_error = 'the bus refused it'
WHERE position IN (SELECT max(position) FROM outbox WHERE published_at IS NOT NULL AND payload IS NOT NULL
  GROUP BY key ORDER BY 1 DESC LIMIT 2) RETURNING position
"""
BURIED = """
INSERT INTO dead_letters (consumer, topic, partition, "offset", digest, key, value, headers, error)
VALUES ('matcher', '{topic}', 0, 900000, 'planted', '{key}', decode('{payload}', 'hex'), '{headers}', 'no such word')
RETURNING id
"""


def documents(output: str) -> list[Json]:
    """Return the JSON objects that were printed, one a line."""
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def posted(stack: EmbeddedStack, number: str) -> None:
    """Post a draft of a need."""
    bearer = stack.bearer("recipient", state="BFA")
    url = f"{stack.ports.url('needs')}/v1/needs"
    answer = httpx.post(url, headers=bearer, json=need_of_burkina_faso(number), timeout=30, trust_env=False)
    assert answer.status_code == 201, answer.text


async def buried_again(stack: EmbeddedStack) -> int:
    """Put an event that was applied into the matcher's dead letters, and return its number."""
    [event] = await stack.rows(
        "needs",
        "SELECT topic, key, encode(payload, 'hex') AS payload, headers FROM outbox"
        " WHERE type LIKE '%need%' AND topic LIKE '%needs%' AND published_at IS NOT NULL ORDER BY position LIMIT 1",
    )
    headers = json.dumps([[name, value.encode().hex()] for name, value in json.loads(event["headers"]).items()])
    [row] = await stack.rows("matcher", BURIED.format(**{**event, "headers": headers}))
    return row["id"]


def test_the_stack_starts_and_is_looked_at_as_the_page_says(page: PageFollower, said_at_start: str) -> None:
    assert "88 opened" in said_at_start
    assert f"needs      ready      {page.stack.ports.url('needs')}" in said_at_start
    assert '"service": "needs"' in said_at_start


async def test_what_stands_still_is_let_go_as_the_page_says(stack: EmbeddedStack, page: PageFollower) -> None:
    retried, skipped = [row["position"] for row in await stack.rows("needs", TAKEN_ANEW)]
    letter = await buried_again(stack)
    said = page.say("standstill", {"4711": str(retried), "4712": str(skipped), "replay 12": f"replay {letter}"})
    listed, told = documents(said), {"retry": retried, "skip": skipped}
    assert {each["position"] for each in listed if "waiting_behind" in each} == {retried, skipped}
    assert {each["done"]: each["position"] for each in listed if "position" in each and "done" in each} == told
    assert [each["done"] for each in listed if "letter" in each] == ["duplicate"]
    assert documents(page.ask("accord run needs outbox list; accord run matcher letters list")) == []


def test_everything_is_stated_and_read_again_as_the_page_says(stack: EmbeddedStack, page: PageFollower) -> None:
    before = stack.counts("matcher")["needs_with_candidates"]
    assert "republished" in page.say("replay")
    wait_until(
        lambda: stack.counts("matcher")["needs_with_candidates"] == before, within=60, what="all candidates are back"
    )


@pytest.mark.usefixtures("stack")
def test_the_decision_log_is_verified_as_the_page_says(page: PageFollower) -> None:
    said = page.say("decisions")
    assert "verified: " in said
    assert "checkpoints met: " in said


def test_a_backup_is_put_back_as_the_page_says(stack: EmbeddedStack, page: PageFollower) -> None:
    posted(stack, "before the backup")
    page.say("backup")
    posted(stack, "after the backup")
    told = documents(page.say("restore"))
    assert [(each["service"], each.get("differences", each.get("left"))) for each in told] == [
        ("needs", 0),
        ("offers", 0),
        ("matcher", 0),
    ]
    found = {number: needs_called(stack, number) for number in ("before the backup", "after the backup")}
    assert found == {"before the backup": 1, "after the backup": 0}
    status = stack.status()
    assert [name for name, each in status["services"].items() if not each["ready"]] == []


async def test_an_upgrade_and_ctrl_c_leave_nothing_running_and_lose_nothing(
    stack: EmbeddedStack, page: PageFollower
) -> None:
    before, candidates, running = held(stack), await stack.candidates_as_text(), stack.processes()
    page.say("upgrade-before")
    assert (page.folder / "backups" / "before-upgrade" / "backup_manifest").is_file()
    assert list(filter(is_alive, running)) == stack.command.processes() == []
    foreground = stack.command.begin("up", "--sample")
    try:
        wait_until(lambda: "Ctrl-C stops everything" in stack.command.foreground_output(), within=180, what="it is up")
        assert held(stack) == before
        assert "88 were there before" in stack.command.foreground_output()
        running = stack.processes()
    finally:
        foreground.send_signal(signal.SIGINT)
        foreground.wait(60)
    assert list(filter(is_alive, running)) == stack.command.processes() == []
    page.say("upgrade-after")
    assert held(stack) == before
    assert await stack.candidates_as_text() == candidates
    assert "stopped" in page.say("stop")
    assert stack.command.processes() == []


def held(stack: EmbeddedStack) -> Json:
    """Return how much the stack holds, but for the events, of which each start adds some."""
    return {name: count for name, count in stack.status()["counts"].items() if name != "events"}


def needs_called(stack: EmbeddedStack, number: str) -> int:
    """Count the needs of Burkina Faso with an external id."""
    bearer = stack.bearer("recipient", state="BFA")
    return len(stack.get("needs", "/v1/needs", bearer, external_id=number)["items"])
