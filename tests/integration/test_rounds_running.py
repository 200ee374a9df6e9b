"""Running allocation rounds apart from all else: the real solver, killed workers, cancelled rounds, refused results."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace

import psutil
import pytest

from matcher.adapters.rounds.queue import RoundQueue
from matcher.adapters.solving import solve
from matcher.adapters.solving_apart import SolvingProcess, computing
from matcher.adapters.solving_apart.frames import Message
from matcher.domain.rounds.outcome import Outcome
from matcher.domain.rounds.problem import Problem
from matcher.domain.rounds.progress import Progress
from tests.support.processes import ServerProcess
from tests.support.round_desk import RoundDesk, SolvingHere, asking, endless, giving, scarce
from tests.support.running_matcher import RunningMatcher
from tests.support.source_tree import ROOT
from tests.support.waiting import eventually


@pytest.fixture
async def desk(matcher: RunningMatcher) -> RoundDesk:
    await matcher.take_in(*scarce())
    return RoundDesk(matcher)


def saying(*messages: str) -> SolvingProcess:
    """Start a process that says these messages, each a Python expression, and ends."""
    program = (
        "import sys\nfrom matcher.adapters.solving_apart.frames import framed, read_message\n"
        "read_message(sys.stdin.buffer)\n"
    )
    program += "".join(f"sys.stdout.buffer.write(framed({message}))\n" for message in messages)
    return SolvingProcess({}, (sys.executable, "-c", program))


async def test_a_round_gives_the_most_pressing_needs_what_there_is(desk: RoundDesk) -> None:
    ran = await desk.ran(alternatives=1)
    assert ran["status"] == "done", ran
    outcome = ran["outcome"]
    given = {}
    for each in outcome["plan"]["allocations"]:
        name = each["need"]["external_id"]
        given[name] = given.get(name, 0) + each["quantity"]
        assert (each["unit"], each["category"]) == ("machine", "marking")
    assert (given["N-001"], given["N-002"], given["N-003"]) == (4, 4, 2)
    assert [level["name"] for level in outcome["plan"]["levels"]] == ["coverage", "equity", "regions", "fit", "matches"]
    assert outcome["plan"]["levels"][0]["gap"] <= 10
    assert outcome["stopped"] in {"optimal", "gap_reached"}
    assert outcome["bindings"]
    assert all(binding["sentence"].endswith(".") for binding in outcome["bindings"])
    assert outcome["greedy"]["allocations"]
    assert outcome["notices"] == []


async def test_a_pin_that_no_plan_can_hold_is_told_and_the_rest_is_planned(desk: RoundDesk) -> None:
    nothing = {"component_id": str(asking(1, 4).components[0].component_id), "line_id": str(asking(1, 4).need_id)}
    outcome = (await desk.ran(pins=[nothing]))["outcome"]
    [refused] = outcome["infeasible"]
    assert (refused["line_id"], refused["reason"]) == (nothing["line_id"], "not_permitted")
    assert refused["sentence"].endswith(".")
    assert outcome["plan"]["allocations"]


async def test_the_same_inputs_give_the_same_outcome_in_another_process_byte_for_byte(desk: RoundDesk) -> None:
    first, second = await desk.ran(), await desk.ran(SolvingProcess)
    assert first["outcome"]["digest"] == second["outcome"]["digest"]
    assert await desk.kept_outcome(first["id"]) == await desk.kept_outcome(second["id"])


async def test_a_round_is_computed_from_what_was_there_when_it_was_first_taken_up(desk: RoundDesk) -> None:
    untroubled = await desk.ran()
    round_id = await desk.asked_for()
    async with desk.at_work(endless):
        await desk.comes_to(round_id, "running")
    await desk.comes_to(round_id, "queued")
    await desk.matcher.take_in(giving(1, 600, 2))
    async with desk.at_work():
        resumed = await desk.comes_to(round_id, "done")
    assert resumed["outcome"]["digest"] == untroubled["outcome"]["digest"]
    assert resumed["stale"]
    assert [(each["external_id"], each["version_then"], each["version_now"]) for each in resumed["changed"]] == [
        ("O-001", 1, 2)
    ]


async def test_a_killed_worker_takes_its_solver_along_and_the_next_one_does_the_round(
    desk: RoundDesk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    untroubled = await desk.ran()
    round_id = await desk.asked_for()
    url = desk.matcher.service.database.engine.url.render_as_string(hide_password=False)
    now = desk.matcher.service.clock().isoformat()
    command = [sys.executable, "-m", "tests.support.endless_round_worker", url, now]
    worker = ServerProcess(command, directory=tmp_path_factory.mktemp("worker"), environment={"PYTHONPATH": str(ROOT)})
    try:
        await desk.comes_to(round_id, "running")
        [solver] = await eventually(psutil.Process(worker.pid).children, within=30, what="the solver runs")
    finally:
        worker.kill()
    await eventually(lambda: not solver.is_running(), within=10, what="the solver has ended with its worker")
    async with desk.at_work(SolvingProcess, silence_seconds=0.5):
        done = await desk.comes_to(round_id, "done")
    assert done["outcome"]["digest"] == untroubled["outcome"]["digest"]
    assert await desk.kept_outcome(round_id) == await desk.kept_outcome(untroubled["id"])


async def test_a_sign_of_life_that_a_wrong_clock_gave_holds_no_round(desk: RoundDesk) -> None:
    round_id, service = await desk.asked_for(), desk.matcher.service
    assert await RoundQueue(service.database.sessions, service.clock).take()
    await service.rows("UPDATE rounds SET heartbeat_at = now() + interval '1 day'")
    async with desk.at_work(SolvingHere):
        await desk.comes_to(round_id, "done")


async def test_a_round_whose_solver_is_killed_is_taken_up_again_to_the_same_result(desk: RoundDesk) -> None:
    untroubled = await desk.ran()
    round_id, started = await desk.asked_for(), list[SolvingProcess]()

    def endless_at_first(inputs: Message) -> SolvingProcess:
        started.append(SolvingProcess(inputs) if started else endless(inputs))
        return started[-1]

    async with desk.at_work(endless_at_first):
        await desk.comes_to(round_id, "running")
        pid = await eventually(lambda: started[0].pid, what="the solver runs")
        os.kill(pid, signal.SIGKILL)
        done = await desk.comes_to(round_id, "done")
    assert len(started) == 2
    assert done["outcome"]["digest"] == untroubled["outcome"]["digest"]


async def test_a_cancelled_round_ends_at_once_and_its_solver_within_moments(desk: RoundDesk) -> None:
    round_id, started = await desk.asked_for(), list[SolvingProcess]()

    def noted(inputs: Message) -> SolvingProcess:
        started.append(endless(inputs))
        return started[-1]

    async with desk.at_work(noted):
        await desk.comes_to(round_id, "running")
        solver = psutil.Process(await eventually(lambda: started[0].pid, what="the solver was started"))
        answer = await desk.ask("POST", f"/v1/rounds/{round_id}/cancel")
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
        await eventually(lambda: not solver.is_running(), within=5, what="the solver has ended")
    assert (await desk.ask("POST", f"/v1/rounds/{round_id}/cancel")).status_code == 200
    assert await desk.status(round_id) == "cancelled"


async def test_a_round_that_has_ended_cannot_be_cancelled(desk: RoundDesk) -> None:
    round_id = await desk.asked_for()
    async with desk.at_work(lambda _: saying("{'kind': 'failed', 'failure': 'no reason'}")):
        assert (await desk.comes_to(round_id, "failed"))["failure"] == "no reason"
    answer = await desk.ask("POST", f"/v1/rounds/{round_id}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "round-ended")


async def test_a_result_that_the_checker_refused_is_kept_as_such_and_shown_by_nobody(desk: RoundDesk) -> None:
    round_id = await desk.asked_for()
    async with desk.at_work(lambda _: saying("{'kind': 'refused', 'violations': ['line 7: over its capacity']}")):
        refused = await desk.comes_to(round_id, "refused")
    assert (refused["outcome"], refused["violations"]) == (None, ["line 7: over its capacity"])
    answer = await desk.ask("POST", f"/v1/rounds/{round_id}/adopt", {"all": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "round-not-done")


async def test_a_plan_that_promises_more_than_there_is_never_leaves_the_solving_process(
    desk: RoundDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def promise_more(problem: Problem, progress: Callable[[Progress], None]) -> Outcome:
        outcome = solve(problem, progress=progress)
        first, *others = outcome.plan.allocations
        more = replace(first, quantity=(first.quantity or 0) * 3)
        return replace(outcome, plan=replace(outcome.plan, allocations=(more, *others)))

    monkeypatch.setattr(computing, "solve", promise_more)
    refused = await desk.ran()
    assert (refused["status"], refused["outcome"]) == ("refused", None)
    assert any(each.startswith("over_line") for each in refused["violations"]), refused["violations"]


async def test_a_solver_that_breaks_down_fails_its_round_and_one_that_is_killed_is_tried_again(desk: RoundDesk) -> None:
    broken = await desk.asked_for()
    async with desk.at_work(lambda _: SolvingProcess({}, (sys.executable, "-c", "raise SystemExit(3)"))):
        assert "exit code 3" in (await desk.comes_to(broken, "failed"))["failure"]
    unclear = await desk.asked_for()
    async with desk.at_work(lambda _: saying("{'no kind': 'of message'}")):
        assert "nobody understands" in (await desk.comes_to(unclear, "failed"))["failure"]
    killed = await desk.asked_for()
    dying = (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    async with desk.at_work(lambda _: SolvingProcess({}, dying)):
        assert "died 3 times" in (await desk.comes_to(killed, "failed"))["failure"]


async def test_a_worker_that_was_given_up_changes_nothing_any_more(desk: RoundDesk) -> None:
    round_id, started = await desk.asked_for(), list[SolvingProcess]()

    def noted(inputs: Message) -> SolvingProcess:
        started.append(endless(inputs))
        return started[-1]

    async with desk.at_work(noted, silence_seconds=3600):
        await desk.comes_to(round_id, "running")
        solver = psutil.Process(await eventually(lambda: started[0].pid, what="the solver was started"))
        await desk.matcher.service.rows("UPDATE rounds SET attempt = attempt + 1 WHERE id = :id", id=round_id)
        await eventually(lambda: not solver.is_running(), within=10, what="the worker lets go of the round")
    rows = await desk.matcher.service.rows("SELECT status, attempt FROM rounds WHERE id = :id", id=round_id)
    assert [tuple(row.values()) for row in rows] == [("running", 2)]


async def test_two_workers_do_not_take_the_same_round(desk: RoundDesk) -> None:
    rounds = [await desk.asked_for() for _ in range(2)]
    started: list[SolvingProcess] = []

    def counted(inputs: Message) -> SolvingProcess:
        started.append(endless(inputs))
        return started[-1]

    async with desk.at_work(counted), desk.at_work(counted), desk.at_work(counted):
        for round_id in rounds:
            await desk.comes_to(round_id, "running")
        # A round says that it runs from when it is taken up, moments before its solver is started.
        await eventually(lambda: len(started) >= len(rounds), what="a solver is at work on each round")
        assert len(started) == 2


async def test_a_need_that_came_since_is_in_the_next_round(desk: RoundDesk) -> None:
    await desk.ran()
    await desk.matcher.take_in(asking(4, 1, priority=5))
    names = [each["need"]["external_id"] for each in (await desk.ran())["outcome"]["plan"]["allocations"]]
    assert "N-004" in names
