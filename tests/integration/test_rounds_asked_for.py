"""Asking for allocation rounds: who may, what is refused and how it is named, and that nothing is asked for twice."""

from typing import Any

import pytest

from tests.support.round_desk import RoundDesk
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

AN_ID = "018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"


@pytest.fixture
def desk(matcher: RunningMatcher) -> RoundDesk:
    return RoundDesk(matcher)


def pointers(problem: dict[str, Any]) -> list[str]:
    return [error["pointer"] for error in problem["errors"]]


async def test_a_round_that_is_asked_for_waits_with_its_settings_whole(desk: RoundDesk) -> None:
    pin = {"component_id": AN_ID, "line_id": AN_ID, "quantity": 2.5}
    cap = {"kind": "donor", "key": "eu", "amount": 4.5, "unit": "machine"}
    answer = await desk.ask("POST", "/v1/rounds", {"pins": [pin], "caps": [cap], "scope": {"states": ["BFA"]}})
    assert (answer.status_code, answer.headers["Location"]) == (202, f"/v1/rounds/{answer.json()['id']}")
    kept = (await desk.ask("GET", answer.headers["Location"])).json()
    assert (kept["status"], kept["outcome"], kept["stale"]) == ("queued", None, False)
    assert kept["settings"]["pins"] == [pin]
    assert kept["settings"]["caps"][0]["amount"] == 4.5
    assert kept["settings"]["weights"] == {"1": 200, "2": 400, "3": 600, "4": 800, "5": 1000}


async def test_a_request_that_is_sent_twice_asks_for_one_round(desk: RoundDesk) -> None:
    first, second = [await desk.ask("POST", "/v1/rounds", {}, key="once") for _ in range(2)]
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert await desk.matcher.service.count("rounds") == {"rounds": 1}


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"weights": {"1": 100}}, ["/weights/2", "/weights/3", "/weights/4", "/weights/5"]),
    ({"weights": {"9": 100}}, ["/weights/9"]),
    ({"tolerances": {"coverage": 2000, "equity": 0, "fit": 0}}, ["/tolerances/coverage"]),
    ({"gap": "small"}, ["/gap"]),
    ({"gap": 1001, "alternatives": 99}, ["/gap", "/alternatives"]),
    ({"time_limit_seconds": 0}, ["/time_limit_seconds"]),
    ({"scope": {"states": ["XXX"], "areas": ["atlantis"]}}, ["/scope/states/0", "/scope/areas/0"]),
    ({"scope": {"needs": ["not an id"]}}, ["/scope/needs/0"]),
    ({"caps": [{"kind": "donor", "key": "eu"}]}, ["/caps/0"]),
    ({"caps": [{"kind": "donor", "key": "eu", "amount": 1.2345, "unit": "machine"}]}, ["/caps/0/amount"]),
    ({"pins": [{"component_id": AN_ID, "line_id": AN_ID, "quantity": 0}]}, ["/pins/0/quantity"]),
    ({"bans": [{"component_id": AN_ID, "line_id": AN_ID, "quantity": 1}]}, ["/bans/0/quantity"]),
    ({"colour": "blue"}, ["/colour"]),
]


async def test_each_wrong_setting_is_named_and_no_round_waits(desk: RoundDesk) -> None:
    for settings, wrong in WRONG:
        answer = await desk.ask("POST", "/v1/rounds", settings)
        assert (answer.status_code, pointers(answer.json())) == (422, wrong), settings
    assert await desk.matcher.service.count("rounds") == {"rounds": 0}


def strangers(desk: RoundDesk) -> list[Headers]:
    forge = desk.matcher.service.forge
    return [forge.as_recipient("BFA"), forge.as_donor("eu"), forge.as_observer()]


async def test_only_coordinators_ask_for_rounds_and_list_them(desk: RoundDesk) -> None:
    for actor in strangers(desk):
        assert (await desk.ask("POST", "/v1/rounds", {}, actor=actor)).status_code == 403
        assert (await desk.ask("GET", "/v1/rounds", actor=actor)).status_code == 403


async def test_for_others_than_coordinators_a_round_is_not_there(desk: RoundDesk) -> None:
    path = f"/v1/rounds/{await desk.asked_for()}"
    for actor in strangers(desk):
        asked = [("GET", path, None), ("GET", f"{path}/events", None), ("POST", f"{path}/cancel", None)]
        for method, address, body in [*asked, ("POST", f"{path}/adopt", {"all": True})]:
            answer = await desk.ask(method, address, body, actor=actor)
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), (method, address)


async def test_a_regional_coordinator_stays_within_its_regions(desk: RoundDesk) -> None:
    ecowas = desk.matcher.service.forge.as_coordinator("ecowas")
    beyond: dict[str, Any] = {"scope": {"states": ["BFA", "KEN", "NGA"], "areas": ["western_africa", "africa"]}}
    answer = await desk.ask("POST", "/v1/rounds", beyond, actor=ecowas)
    # Burkina Faso left ECOWAS in January 2025, and Western Africa holds others that were never in it.
    expected = ["/scope/states/0", "/scope/states/1", "/scope/areas/0", "/scope/areas/1"]
    assert (answer.status_code, pointers(answer.json())) == (403, expected)
    everywhere = await desk.ask("POST", "/v1/rounds", {}, actor=ecowas)
    assert (everywhere.status_code, pointers(everywhere.json())) == (403, ["/scope/areas"])
    within = await desk.ask("POST", "/v1/rounds", {"scope": {"areas": ["ecowas"]}}, actor=ecowas)
    assert within.status_code == 202, within.text


async def test_a_regional_coordinator_sees_the_rounds_of_its_regions_only(desk: RoundDesk) -> None:
    forge = desk.matcher.service.forge
    everywhere = await desk.asked_for()
    western = await desk.asked_for(scope={"areas": ["ecowas"]})
    seen = {
        who: [item["id"] for item in (await desk.ask("GET", "/v1/rounds", actor=actor)).json()["items"]]
        for who, actor in {
            "all": forge.as_coordinator(),
            "ecowas": forge.as_coordinator("ecowas"),
            "recsa": forge.as_coordinator("recsa"),
        }.items()
    }
    assert seen == {"all": [str(western), str(everywhere)], "ecowas": [str(western)], "recsa": []}
    recsa = forge.as_coordinator("recsa")
    assert (await desk.ask("POST", f"/v1/rounds/{western}/cancel", actor=recsa)).status_code == 404
    assert (await desk.ask("GET", f"/v1/rounds/{western}", actor=recsa)).status_code == 404


async def test_pages_of_rounds_hold_each_once_latest_first(desk: RoundDesk) -> None:
    asked = [str(await desk.asked_for()) for _ in range(3)]
    first = await desk.ask("GET", "/v1/rounds", params={"limit": 2})
    second = await desk.ask("GET", first.links["next"]["url"])
    assert [item["id"] for item in first.json()["items"] + second.json()["items"]] == asked[::-1]
