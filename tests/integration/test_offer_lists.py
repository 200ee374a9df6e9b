"""Lists of offers: each filter alone, filters together, and who is eligible on which day."""

from typing import Any

import pytest

from tests.support import request_documents
from tests.support.posting_services import Desk

FUND = {"organisation": "marking_fund", "name": "Marking Fund", "kind": "multi_donor_fund"}
ADVICE = {"categories": ["legislation"], "modalities": ["technical_advice"]}
SECURITY = {"categories": ["physical_security"], "modalities": ["equipment", "training"]}


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["africa", "haiti", "everyone", "ecowas"]),
    ({"external_id": "haiti"}, ["haiti"]),
    ({"external_id": "draft"}, []),
    ({"organisation": "marking_fund"}, ["haiti"]),
    ({"organisation": "nobody"}, []),
    ({"state": "KEN"}, ["africa", "everyone"]),
    ({"state": "HTI"}, ["haiti", "everyone"]),
    ({"state": "MLI"}, ["africa", "haiti"]),
    ({"state": "ZAF"}, ["everyone"]),
    ({"state": "GHA"}, ["africa", "everyone", "ecowas"]),
    ({"state": "BFA"}, ["africa", "haiti", "everyone"]),
    ({"state": "COL"}, ["everyone"]),
    ({"area": "caricom"}, ["haiti", "everyone"]),
    ({"area": "western_africa"}, ["africa", "haiti", "everyone", "ecowas"]),
    ({"area": "osce"}, ["everyone"]),
    ({"category": "marking"}, ["africa", "haiti", "ecowas"]),
    ({"category": "stockpile_management"}, ["everyone"]),
    ({"category": "physical_security"}, ["everyone"]),
    ({"modality": "training"}, ["everyone"]),
    ({"modality": "equipment"}, ["africa", "haiti", "everyone", "ecowas"]),
    ({"category": "legislation", "modality": "technical_advice"}, ["haiti"]),
    ({"category": "legislation", "modality": "equipment"}, []),
    ({"status": "paused"}, ["ecowas"]),
    ({"historic_example": True}, ["everyone"]),
    ({"historic_example": False}, ["africa", "haiti", "ecowas"]),
    ({"state": "GHA", "status": "open", "category": "marking"}, ["africa"]),
]


MEANINGLESS: list[tuple[dict[str, Any], str]] = [
    ({"state": "XXX"}, "state"),
    ({"area": "atlantis"}, "area"),
    ({"category": "nonsense"}, "category"),
    ({"modality": "magic"}, "modality"),
    ({"status": "pending"}, "status"),
    ({"historic_example": "perhaps"}, "historic_example"),
    ({"limit": "many"}, "limit"),
]


@pytest.fixture
async def desk(offers_desk: Desk) -> Desk:
    """Five offers: to Africa without South Africa, to Haiti and LDCs, to everyone without Mali, to ECOWAS, a draft."""
    await offers_desk.opened(external_id="africa")
    await offers_desk.opened(
        external_id="haiti",
        donor=FUND,
        actor=offers_desk.service.forge.as_donor("marking_fund"),
        eligibility={"states": ["HTI"], "groups": ["ldc"]},
        lines=[request_documents.line(), ADVICE],
    )
    await offers_desk.opened(
        external_id="everyone",
        eligibility={"everyone": True, "excluded_states": ["MLI"]},
        lines=[SECURITY],
        per_state_ceiling=None,
        provenance={"historic_example": True},
    )
    ecowas = await offers_desk.opened(external_id="ecowas", eligibility={"groups": ["ecowas"]})
    await offers_desk.act(ecowas, "pause", {"reason": "under review"})
    await offers_desk.posted(external_id="draft")
    return offers_desk


async def test_a_list_holds_what_its_filters_say(desk: Desk) -> None:
    coordinator = desk.service.forge.as_coordinator()
    assert [(query, await desk.listed(coordinator, **query)) for query, _ in FILTERS] == FILTERS


async def test_a_donor_finds_its_own_drafts_in_the_list(desk: Desk) -> None:
    assert await desk.listed(status="draft") == ["draft"]


async def test_eligibility_through_a_group_is_that_of_the_day(desk: Desk) -> None:
    coordinator = desk.service.forge.as_coordinator()
    assert "ecowas" not in await desk.listed(coordinator, state="BFA")
    desk.service.clock.advance(days=-3 * 365)
    assert "ecowas" in await desk.listed(coordinator, state="BFA")


async def test_a_filter_that_means_nothing_is_named(offers_desk: Desk) -> None:
    for query, parameter in MEANINGLESS:
        answer = await offers_desk.service.ask("GET", "/v1/offers", offers_desk.author, params=query)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input"), query
        assert [(each["in"], each["parameter"]) for each in answer.json()["errors"]] == [("query", parameter)]
