"""Lists of needs: each filter alone, filters together, and pages."""

from typing import Any

import pytest

from tests.support import request_documents
from tests.support.posting_services import Desk

COMPONENTS = {
    "marking": request_documents.component(),
    "destruction": request_documents.component(category="destruction"),
    "transport": request_documents.component(category="stockpile_transport"),
}


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["BFA", "KEN", "both", "ECOWAS"]),
    ({"external_id": "KEN"}, ["KEN"]),
    ({"external_id": "nothing"}, []),
    ({"state": "BFA"}, ["BFA", "both"]),
    ({"state": "SOM"}, []),
    ({"area": "eastern_africa"}, ["KEN", "both"]),
    ({"area": "western_africa"}, ["BFA", "both"]),
    ({"area": "ecowas"}, ["ECOWAS"]),
    ({"area": "caricom"}, []),
    ({"category": "marking"}, ["BFA", "both", "ECOWAS"]),
    ({"category": "stockpile_management"}, ["KEN"]),
    ({"category": "physical_security"}, ["KEN"]),
    ({"status": "open"}, ["BFA", "KEN", "both"]),
    ({"status": "closed"}, ["ECOWAS"]),
    ({"visibility": "donors"}, ["KEN"]),
    ({"priority_at_least": 5}, ["BFA"]),
    ({"priority_at_least": 4}, ["BFA", "both", "ECOWAS"]),
    ({"historic_example": True}, ["both"]),
    ({"historic_example": False}, ["BFA", "KEN", "ECOWAS"]),
    ({"state": "BFA", "historic_example": True}, ["both"]),
    ({"state": "KEN", "category": "marking", "status": "open"}, ["both"]),
]


MEANINGLESS: list[tuple[dict[str, Any], str]] = [
    ({"state": "XXX"}, "state"),
    ({"state": "bfa"}, "state"),
    ({"area": "atlantis"}, "area"),
    ({"category": "nonsense"}, "category"),
    ({"status": "pending"}, "status"),
    ({"visibility": "everyone"}, "visibility"),
    ({"priority_at_least": 6}, "priority_at_least"),
    ({"specificity_below": -1}, "specificity_below"),
    ({"historic_example": "perhaps"}, "historic_example"),
    ({"limit": 0}, "limit"),
    ({"limit": 201}, "limit"),
]


@pytest.fixture
async def desk(needs_desk: Desk) -> Desk:
    """Four needs: of Burkina Faso, of Kenya, of both, and of ECOWAS; the last is withdrawn."""
    forge = needs_desk.service.forge
    await needs_desk.opened(external_id="BFA", priority=5)
    await needs_desk.opened(
        external_id="KEN",
        states=["KEN"],
        actor=forge.as_recipient("KEN"),
        components=[COMPONENTS["destruction"], request_documents.component(category="physical_security")],
        visibility="donors",
        priority=1,
    )
    await needs_desk.opened(
        external_id="both",
        states=["BFA", "KEN"],
        texts=[{"language": "en", "title": "Help"}],
        authority=None,
        provenance={"historic_example": True},
    )
    coordinator = forge.as_coordinator("ecowas")
    group = await needs_desk.opened(external_id="ECOWAS", states=[], group="ecowas", actor=coordinator)
    await needs_desk.act(group, "withdraw", {"reason": "superseded"}, actor=coordinator)
    return needs_desk


async def test_a_list_holds_what_its_filters_say(desk: Desk) -> None:
    coordinator = desk.service.forge.as_coordinator()
    assert [(query, await desk.listed(coordinator, **query)) for query, _ in FILTERS] == FILTERS


async def test_a_list_can_be_narrowed_to_vague_needs(desk: Desk) -> None:
    coordinator = desk.service.forge.as_coordinator()
    scores = {
        name: (await desk.service.ask("GET", "/v1/needs", coordinator, params={"external_id": name})).json()["items"][0]
        for name in ("BFA", "both")
    }
    bound = scores["BFA"]["specificity"]["score"]
    assert scores["both"]["specificity"]["score"] < bound
    assert await desk.listed(coordinator, specificity_below=bound, external_id="both") == ["both"]
    assert await desk.listed(coordinator, specificity_below=bound, external_id="BFA") == []


async def test_membership_of_an_area_is_that_of_the_day(desk: Desk) -> None:
    coordinator = desk.service.forge.as_coordinator()
    assert await desk.listed(coordinator, area="ecowas", state="BFA") == []
    desk.service.clock.advance(days=-3 * 365)
    assert await desk.listed(desk.service.forge.as_coordinator(), area="ecowas", state="BFA") == ["BFA", "both"]


async def test_a_filter_that_means_nothing_is_named(needs_desk: Desk) -> None:
    for query, parameter in MEANINGLESS:
        answer = await needs_desk.service.ask("GET", "/v1/needs", needs_desk.author, params=query)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input"), query
        assert [(each["in"], each["parameter"]) for each in answer.json()["errors"]] == [("query", parameter)]
