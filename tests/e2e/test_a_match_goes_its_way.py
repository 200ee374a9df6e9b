"""From a need to its evaluation: three services, a broker and every party, over HTTP alone."""

from datetime import timedelta

import pytest

from accord.tokens import LocalTokens
from accord.verifying import verify_log
from shared.clock import system_clock
from tests.support.embedded_stack import EmbeddedStack
from tests.support.whole_path import COORDINATOR, DONOR, OBSERVER, OTHER_DONOR, OTHER_STATE, STATE, WholePath

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.timeout(400)]


def path_on(stack: EmbeddedStack, number: str) -> WholePath:
    """Return a path whose need and offer are open, and the match of the two proposed."""
    path = WholePath(stack, number, system_clock().date())
    path.post_both()
    path.propose()
    return path


def test_a_match_goes_the_whole_way_from_a_need_to_its_evaluation(stack: EmbeddedStack) -> None:
    path = path_on(stack, "whole")
    assert path.match()["lines"][0]["quantity"] == 4, "no more than the largest share and the State's ceiling"
    assert path.tasks(COORDINATOR) == ["review_proposal"]

    flags = [flag["code"] for flag in path.ask(COORDINATOR, "GET", "matcher", f"{address(path)}/review")["flags"]]
    path.act(COORDINATOR, "endorse", {"acknowledged": flags})
    path.until("reserved")
    reserved = {"reserved": 4, "committed": 0, "delivered": 0}
    path.until_figures(reserved, {"held": 4, "confirmed": 0, "delivered": 0})

    path.act(DONOR, "messages", {"language": "en", "body": "Shall we ship in May?"})
    assert [each["body"] for each in path.ask(STATE, "GET", "matcher", f"{address(path)}/messages")["items"]] == [
        "Shall we ship in May?"
    ]
    assert path.tasks(STATE) == ["accept_match", "unread_messages"]
    path.act(DONOR, "accept")
    assert path.match()["status"] == "reserved", "one consent is not enough"
    path.act(STATE, "accept")
    path.until_figures({"reserved": 0, "committed": 4, "delivered": 0}, {"held": 0, "confirmed": 4, "delivered": 0})
    assert path.ask(STATE, "GET", "needs", f"/v1/needs/{path.need_id}")["status"] == "partly_covered"

    indicator = {"name": "weapons marked", "unit": "weapon", "baseline": 0, "target": 9000}
    milestones = [
        {"title": title, "planned": str(path.today + timedelta(days=days))}
        for title, days in (("first", 0), ("rest", 60))
    ]
    path.act(DONOR, "delivery-plan", {"milestones": milestones, "indicators": [indicator]}, "PUT")
    path.act(DONOR, "deliveries", path.delivered(1, 1))
    path.until_figures({"reserved": 0, "committed": 3, "delivered": 1}, {"held": 0, "confirmed": 3, "delivered": 1})
    path.act(STATE, "deliveries", path.delivered(3, 2))
    assert path.match()["status"] == "delivered"
    ratings = [{"facet": facet, "mark": 4} for facet in ("adequate", "measurable", "sustainable", "timely")]
    path.act(STATE, "evaluation", {"indicators": [indicator | {"actual": 8700}], "ratings": ratings})
    assert path.match(OBSERVER)["status"] == "evaluated"
    path.until_figures({"reserved": 0, "committed": 0, "delivered": 4}, {"held": 0, "confirmed": 0, "delivered": 4})
    assert path.tasks(DONOR) == []


def test_nobody_but_the_parties_and_coordinators_sees_a_match_before_it_is_agreed(stack: EmbeddedStack) -> None:
    path = path_on(stack, "seen")
    seen = {who: path.try_to(who, "GET", "matcher", address(path)).status for who in path.bearers}
    assert seen == {STATE: 200, DONOR: 200, COORDINATOR: 200, OTHER_STATE: 404, OTHER_DONOR: 404, OBSERVER: 404}
    foreign = path.try_to(OTHER_DONOR, "POST", "matcher", f"{address(path)}/accept")
    assert foreign.status == 404


def test_a_donor_that_declines_frees_what_both_sides_held(stack: EmbeddedStack) -> None:
    path = path_on(stack, "declined")
    review = path.ask(COORDINATOR, "GET", "matcher", f"{address(path)}/review")
    path.act(COORDINATOR, "endorse", {"acknowledged": [flag["code"] for flag in review["flags"]]})
    path.until("reserved")
    path.act(DONOR, "decline", {"reason_code": "funds_not_available", "reason_text": "The budget line was closed."})
    nothing = {"reserved": 0, "committed": 0, "delivered": 0}
    path.until_figures(nothing, {"held": 0, "confirmed": 0, "delivered": 0})


def test_the_play_goes_from_the_proposal_to_a_verified_log(stack: EmbeddedStack) -> None:
    told = stack.command.must("demo")
    for status in ("proposed", "reserved", "confirmed", "delivered", "evaluated", "declined"):
        assert f" {status}; " in told or f" {status}\n" in told, status
    assert "sees nothing (404)" in told
    assert "verified:" in told
    assert "checkpoints met:" in told


def test_the_decision_log_of_the_stack_is_whole(stack: EmbeddedStack) -> None:
    log = f"{stack.ports.url('matcher')}/v1/decisions"
    token = LocalTokens(stack.ports.url("identity")).token_for({"role": "coordinator"})
    assert verify_log(f"{log}/export", [f"{log}/checkpoint"], token).met


def address(path: WholePath) -> str:
    """Return the path of the match."""
    return f"/v1/matches/{path.match_id}"
