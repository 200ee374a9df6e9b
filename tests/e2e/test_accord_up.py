"""`accord up`: one command from nothing to real needs with explained candidates, and none of it left after the end."""

import json
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.accord_command import AccordCommand
from tests.support.embedded_stack import EmbeddedStack
from tests.support.source_tree import ROOT
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.timeout(400)]
Json = dict[str, Any]
Beginning = tuple[AccordCommand, subprocess.Popen[bytes]]


def schema_of_needs(name: str) -> set[str]:
    """Return the fields of a schema of the needs service's API."""
    document = json.loads((ROOT / "services/needs/openapi.json").read_text())
    return set(document["components"]["schemas"][name]["properties"])


def amendment_of(need: Json, **changes: Any) -> Json:
    """Return the document that states the need as it was read, but for the changes."""
    said = {name: need[name] for name in schema_of_needs("AmendmentDocument") & need.keys()}
    of_component = schema_of_needs("ComponentDocument")
    said["components"] = [{name: each[name] for name in of_component & each.keys()} for each in need["components"]]
    return said | changes


def amended(stack: EmbeddedStack, need: Json, **changes: Any) -> Json:
    """Amend a need of one State as its national authority, and wait until the matcher has taken it in."""
    headers = {**stack.bearer("recipient", state=need["lead"]), "If-Match": f'"{need["version"]}"'}
    url = f"{stack.ports.url('needs')}/v1/needs/{need['id']}"
    before = stack.counts("matcher")["events_applied"]
    answer = httpx.put(url, headers=headers, json=amendment_of(need, **changes), timeout=30, trust_env=False)
    assert answer.status_code == 200, answer.text
    wait_until(
        lambda: stack.counts("matcher")["events_applied"] == before + 1, within=60, what="the matcher has taken it in"
    )
    return answer.json()


@pytest.fixture
def beginning() -> Iterator[Beginning]:
    """A stack of its own whose first parts run and whose others are being started."""
    command = AccordCommand()
    try:
        foreground = command.begin("up", "--no-sample")
        wait_until(lambda: "starting identity" in command.foreground_output(), within=90, what="the first parts run")
        yield command, foreground
    finally:
        command.close()


def scores(candidates: list[Json]) -> dict[str, int]:
    return {each["offer"]["external_id"]: each["score"] for each in candidates}


def test_everything_runs_and_the_whole_sample_is_taken_in_and_matched(status_at_first: Json) -> None:
    status = status_at_first
    assert status["running"]
    assert [name for name, each in status["services"].items() if not each["ready"]] == []
    assert (status["broker"]["ready"], status["database"]["ready"]) == (True, True)
    counts = status["counts"]
    assert (counts["needs"], counts["offers"]) == (88, 67)
    assert counts["events"] >= 155
    assert counts["needs_with_candidates"] >= 70


def test_a_record_is_found_by_its_number(stack: EmbeddedStack) -> None:
    need = stack.need("N-001")
    assert (need["states"], need["title"], need["status"]) == (
        ["BFA"],
        "Train artisanal weapon makers in marking",
        "open",
    )
    assert need["provenance"]["historic_example"]


def test_a_candidate_says_which_offer_answers_and_why(stack: EmbeddedStack) -> None:
    found = stack.candidates("needs", stack.need("N-083")["id"])
    assert len(found) > 1
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    for candidate in found:
        assert candidate["offer"].keys() >= {"id", "external_id", "title"}
        assert sum(reason["contribution"] for reason in candidate["explanation"]) == candidate["score"]
        assert all(reason["sentence"].endswith(".") for reason in candidate["explanation"])
        assert candidate["pairs"]


def test_candidates_are_the_same_from_either_side(stack: EmbeddedStack) -> None:
    need = stack.need("N-008")
    found = scores(stack.candidates("needs", need["id"]))
    assert found
    for candidate in stack.candidates("needs", need["id"])[:5]:
        others = stack.candidates("offers", candidate["offer"]["id"])
        assert {each["need"]["external_id"]: each["score"] for each in others}["N-008"] == candidate["score"]


def test_an_amendment_is_written_into_the_history_and_the_candidates_follow(stack: EmbeddedStack) -> None:
    need = stack.need("N-008")
    before = scores(stack.candidates("needs", need["id"]))
    components = amendment_of(need)["components"]
    narrower = [each | {"category": "marking_at_import"} for each in components]
    changed = amended(stack, need, components=narrower, reason="imports first")
    after = stack.candidates("needs", need["id"])
    assert scores(after) != before
    assert {each["need_version"] for each in after} == {changed["version"]}
    history = stack.get("needs", f"/v1/needs/{need['id']}/history", stack.bearer("observer"))["items"]
    assert [(each["happened"], each["reason"]) for each in history[1:]] == [
        ("opened", None),
        ("amended", "imports first"),
    ]
    amended(stack, changed, components=components)
    assert scores(stack.candidates("needs", need["id"])) == before


def test_a_second_stack_is_refused_on_the_same_directory(stack: EmbeddedStack) -> None:
    said = stack.command.run("up", "--detach")
    assert said.code == 1
    assert "a stack is already running on" in said.text
    assert "accord down" in said.text


def test_a_taken_port_is_named_and_nothing_is_left_running(stack: EmbeddedStack) -> None:
    elsewhere = stack.command.data / "elsewhere"
    said = stack.command.run("up", "--detach", "--data-dir", elsewhere, "--port-base", str(stack.ports.base))
    assert said.code == 1
    assert f"port {stack.ports.base + 1} (needs) is taken; choose another range with --port-base" in said.text
    assert [each.cmdline() for each in stack.command.processes() if str(elsewhere) in each.cmdline()] == []


def test_a_token_is_printed_alone(stack: EmbeddedStack) -> None:
    token = stack.command.must("token", "recipient", "--state", "BFA").strip()
    bearer = {"Authorization": f"Bearer {token}"}
    assert stack.get("needs", "/v1/needs", bearer, external_id="N-001")["items"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("minister",), "exactly one of recipient, donor, coordinator, observer"),
        (("recipient",), "must carry one claim 'state'"),
    ],
)
def test_a_token_that_cannot_be_given_is_refused_with_the_reason(
    stack: EmbeddedStack, arguments: tuple[str, ...], told: str
) -> None:
    said = stack.command.run("token", *arguments)
    assert (said.code, said.output) == (1, "")
    assert told in said.text
    assert "Traceback" not in said.text


def test_the_log_of_a_part_is_printed_and_an_unknown_part_is_told_which_there_are(stack: EmbeddedStack) -> None:
    lines = stack.command.must("logs", "matcher").splitlines()
    assert all(json.loads(line)["service"] == "matcher" for line in lines[-5:])
    said = stack.command.run("logs", "kafka")
    assert said.code == 1
    assert "there are: broker, identity, matcher, needs, offers, supervisor" in said.text


@pytest.mark.parametrize("arguments", [("status",), ("republish",)])
def test_a_command_that_needs_a_stack_says_that_none_runs(stack: EmbeddedStack, arguments: tuple[str, ...]) -> None:
    said = stack.command.run(*arguments, "--data-dir", stack.command.data / "nothing")
    assert said.code == 1
    assert "no stack is running on" in said.text
    assert "accord up" in said.text


def test_ctrl_c_while_it_starts_leaves_nothing(beginning: Beginning) -> None:
    command, foreground = beginning
    foreground.send_signal(signal.SIGINT)
    foreground.wait(60)
    assert command.processes() == []
    assert "Traceback" not in command.foreground_output()


def test_down_ends_what_a_killed_start_left(beginning: Beginning) -> None:
    command, foreground = beginning
    foreground.kill()
    foreground.wait(60)
    assert command.processes() != []
    assert "stopped" in command.must("down")
    assert command.processes() == []
