"""Why a need is unmatched and an offer idle, and what blocks most: over HTTP, for those whom it concerns.

One world for all, since nothing here changes it.
"""

from collections.abc import AsyncIterator
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import pytest_asyncio

from matcher.adapters.engine_in_memory import EngineInMemory
from shared.events.model import Provenance, Text, Window
from shared.events.needs import NeedState
from shared.events.offers import Donor, Eligibility, OfferState
from shared.geography import load_geography
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher, matcher_at
from tests.support.running_service import Headers

if TYPE_CHECKING:
    from tests.support.databases import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWERED, IN_BURKINA, IN_GHANA, HIDDEN, IN_KENYA, OF_THE_PAST = 1, 2, 3, 4, 5, 6
FOR_ALL, FOR_KENYA, CALL_TO_COME, OF_GERMANY, OF_THE_PAST_TOO = 1, 2, 3, 4, 5
SECRET = "Une caserne secrète"
Item = dict[str, Any]


def asking(number: int, category: str, state: str = "BFA", **changes: Any) -> NeedState:
    [machines] = need_state(number).components
    parts = (machines.model_copy(update={"category": category}),)
    return need_state(number, components=parts, states=(state,), **changes)


def offering(number: int, category: str, **changes: Any) -> OfferState:
    [machines] = offer_state(number).lines
    return offer_state(number, lines=(machines.model_copy(update={"categories": (category,)}),), **changes)


WORLD = (
    asking(ANSWERED, "marking"),
    asking(IN_BURKINA, "destruction", visibility="donors"),
    asking(IN_GHANA, "destruction", "GHA"),
    asking(HIDDEN, "tracing", "KEN", visibility="coordinators", texts=(Text(language="fr", title=SECRET),)),
    asking(IN_KENYA, "tracing", "KEN"),
    asking(OF_THE_PAST, "awareness", provenance=Provenance(historic_example=True)),
    offering(FOR_ALL, "marking"),
    offering(FOR_KENYA, "destruction", eligibility=Eligibility(states=("KEN",))),
    offering(CALL_TO_COME, "tracing", call=Window(start=date(2026, 4, 1))),
    offering(
        OF_GERMANY,
        "legislation",
        visibility="coordinators",
        donor=Donor(organisation="deu", name="Germany", kind="state"),
    ),
    offering(OF_THE_PAST_TOO, "collection", provenance=Provenance(historic_example=True)),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(databases: "Databases") -> AsyncIterator[RunningMatcher]:
    url = await databases.create_for_service("matcher")
    async with matcher_at(url) as matcher:
        await matcher.take_in(*WORLD)
        yield matcher
    await databases.drop(url)


def reader(matcher: RunningMatcher, who: str) -> Headers:
    forge = matcher.service.forge
    return {
        "Burkina Faso": forge.as_recipient("BFA"),
        "Kenya": forge.as_recipient("KEN"),
        "the EU": forge.as_donor("eu"),
        "Germany": forge.as_donor("deu"),
        "a coordinator": forge.as_coordinator(),
        "a regional coordinator": forge.as_coordinator("western_africa"),
        "an observer": forge.as_observer(),
    }[who]


async def told(matcher: RunningMatcher, path: str, who: str = "a coordinator", **query: Any) -> Item:
    answer = await matcher.service.ask("GET", path, reader(matcher, who), params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def statuses(matcher: RunningMatcher, path: str, *readers: str) -> list[int]:
    return [(await matcher.service.ask("GET", path, reader(matcher, who))).status_code for who in readers]


async def listed(matcher: RunningMatcher, path: str, who: str = "a coordinator", **query: Any) -> list[str]:
    return [item["external_id"] for item in (await told(matcher, path, who, **query))["items"]]


WHY_UNMATCHED = f"/v1/needs/{need_id(IN_KENYA)}/why-unmatched"
WHY_IDLE = f"/v1/offers/{offer_id(CALL_TO_COME)}/why-idle"


async def test_an_unmatched_need_is_told_the_least_change_in_days_and_words(world: RunningMatcher) -> None:
    found = await told(world, WHY_UNMATCHED, "Kenya")
    assert (found["need"]["external_id"], found["candidates"], found["best_score"]) == ("N-005", 0, None)
    nearest = found["nearest"][0]
    assert nearest["offer"]["external_id"] == "O-003"
    assert [failed["code"] for failed in nearest["failed"]] == ["not_open"]
    [change] = nearest["changes"]
    assert (change["who"], change["what"], change["days"]) == ("wait", "call", 30)
    assert change["sentence"] == "Wait until 1 April 2026, when European Union's call opens: 30 days from now."


async def test_the_score_that_is_promised_is_the_one_that_comes_when_the_day_has_come(world: RunningMatcher) -> None:
    promised = (await told(world, WHY_UNMATCHED))["nearest"][0]["proved_score"]
    async with world.service.database.sessions() as session:
        found = await EngineInMemory().asked(
            session, date(2026, 4, 1), lambda engine: engine.candidates_of_need(need_id(IN_KENYA))
        )
    assert [candidate.score for candidate in found] == [promised]


async def test_a_matched_need_says_how_many_candidates_it_has(world: RunningMatcher) -> None:
    found = await told(world, f"/v1/needs/{need_id(ANSWERED)}/why-unmatched", "Burkina Faso")
    [candidate] = (await told(world, f"/v1/needs/{need_id(ANSWERED)}/candidates"))["items"]
    assert (found["candidates"], found["best_score"]) == (1, candidate["score"])
    assert "O-001" not in [each["offer"]["external_id"] for each in found["nearest"]]


async def test_a_state_is_not_told_of_offers_it_may_not_see(world: RunningMatcher) -> None:
    path = f"/v1/needs/{need_id(IN_GHANA)}/why-unmatched"
    for_coordinators = {each["offer"]["external_id"] for each in (await told(world, path))["nearest"]}
    mine = f"/v1/needs/{need_id(IN_BURKINA)}/why-unmatched"
    for_the_state = {each["offer"]["external_id"] for each in (await told(world, mine, "Burkina Faso"))["nearest"]}
    assert (for_coordinators - for_the_state, for_the_state - for_coordinators) == ({"O-004"}, set())


async def test_an_idle_offer_is_told_the_needs_it_may_see_and_no_word_of_others(world: RunningMatcher) -> None:
    found = await told(world, WHY_IDLE, "the EU")
    assert "N-004" not in [each["need"]["external_id"] for each in found["nearest"]]
    assert (found["candidates"], found["nearest"][0]["need"]["external_id"]) == (0, "N-005")
    answer = await world.service.ask("GET", WHY_IDLE, reader(world, "the EU"))
    assert SECRET not in answer.text
    assert str(need_id(HIDDEN)) not in answer.text
    to_coordinators = await told(world, WHY_IDLE)
    assert "N-004" in [each["need"]["external_id"] for each in to_coordinators["nearest"]]


async def test_where_another_side_could_act_instead_it_is_said(world: RunningMatcher) -> None:
    [nearest, *_] = (await told(world, f"/v1/needs/{need_id(IN_KENYA)}/why-unmatched"))["nearest"]
    assert nearest["instead"] is None or nearest["instead"]["changes"][0]["who"] == "donor"


async def test_only_parties_are_told_why(world: RunningMatcher) -> None:
    every = ("Burkina Faso", "Kenya", "the EU", "a regional coordinator", "an observer")
    assert await statuses(world, WHY_UNMATCHED, *every) == [403, 200, 403, 200, 403]
    assert await statuses(world, WHY_IDLE, *every, "Germany") == [403, 403, 200, 200, 403, 403]
    hidden = f"/v1/needs/{need_id(HIDDEN)}/why-unmatched"
    assert await statuses(world, hidden, "the EU", "Burkina Faso", "Kenya") == [404, 404, 200]
    kept_back = f"/v1/offers/{offer_id(OF_GERMANY)}/why-idle"
    assert await statuses(world, kept_back, "the EU", "Kenya", "Germany") == [404, 404, 200]


async def test_gaps_are_counted_over_live_needs_as_by_hand(world: RunningMatcher) -> None:
    found = await told(world, "/v1/gaps", "a regional coordinator")
    assert (found["unanswered"], found["components"], found["examined"], found["offers"]) == (4, 4, 4, 4)
    counted = {each["code"]: (each["needs_alone"], each["needs_in_part"]) for each in found["by_condition"]}
    assert counted == {
        "category_mismatch": (3, 4),
        "state_not_eligible": (2, 2),
        "not_open": (1, 2),
        "not_visible": (0, 1),
    }


async def test_the_change_that_unlocks_most_names_the_smallest_group_of_both_states(world: RunningMatcher) -> None:
    geography, today = load_geography(), world.service.clock().date()
    members = {key: geography.members(key, today) for key in geography.areas}
    both = [(len(states), key) for key, states in members.items() if {"BFA", "GHA"} <= states]
    best = (await told(world, "/v1/gaps"))["unlocks"][0]
    assert (best["offer"]["external_id"], best["unlocked"]) == ("O-002", 2)
    assert (best["change"]["who"], best["change"]["names"]) == ("donor", [min(both)[1]])
    assert [need["external_id"] for need in best["needs"]] == ["N-002", "N-003"]


@pytest.mark.parametrize(
    ("query", "unanswered"),
    [
        ({"state": "GHA"}, 1),
        ({"area": "western_africa"}, 2),
        ({"category": "destruction"}, 2),
        ({"min_score": 1000}, 5),
        ({"historic": "true"}, 1),
    ],
)
async def test_gaps_can_be_narrowed(world: RunningMatcher, query: Item, unanswered: int) -> None:
    assert (await told(world, "/v1/gaps", **query))["unanswered"] == unanswered


async def test_gaps_are_for_coordinators(world: RunningMatcher) -> None:
    assert await statuses(world, "/v1/gaps", "Kenya", "the EU", "an observer") == [403, 403, 403]


async def test_needs_nobody_answers_and_offers_nobody_uses(world: RunningMatcher) -> None:
    assert await listed(world, "/v1/needs", answered=False) == ["N-002", "N-003", "N-004", "N-005", "N-006"]
    assert await listed(world, "/v1/needs", answered=True) == ["N-001"]
    assert await listed(world, "/v1/offers", used=False) == ["O-002", "O-003", "O-004", "O-005"]
    assert await listed(world, "/v1/offers", used=True) == ["O-001"]


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/v1/needs", {"state": "KEN"}, ["N-004", "N-005"]),
        ("/v1/needs", {"area": "western_africa", "historic": False}, ["N-001", "N-002", "N-003"]),
        ("/v1/needs", {"category": "destruction"}, ["N-002", "N-003"]),
        ("/v1/needs", {"min_score": 1}, ["N-001"]),
        ("/v1/needs", {"max_score": 1, "historic": False}, ["N-002", "N-003", "N-004", "N-005"]),
        ("/v1/needs", {"historic": True}, ["N-006"]),
        ("/v1/offers", {"state": "GHA", "historic": False}, ["O-001", "O-003", "O-004"]),
        ("/v1/offers", {"area": "eac"}, ["O-001", "O-002", "O-003", "O-004", "O-005"]),
        ("/v1/offers", {"category": "tracing"}, ["O-003"]),
        ("/v1/offers", {"max_score": 0}, ["O-002", "O-003", "O-004", "O-005"]),
    ],
)
async def test_lists_can_be_narrowed(world: RunningMatcher, path: str, query: Item, expected: list[str]) -> None:
    assert await listed(world, path, **query) == expected


async def test_a_list_shows_what_its_reader_may_know_of_and_counts_no_more(world: RunningMatcher) -> None:
    assert await listed(world, "/v1/needs", "Burkina Faso") == ["N-001", "N-002", "N-006"]
    assert await listed(world, "/v1/needs", "the EU") == ["N-001", "N-002", "N-003", "N-005", "N-006"]
    assert await listed(world, "/v1/needs", "Germany", answered=True) == []
    assert await listed(world, "/v1/offers", "Germany") == ["O-004"]
    assert await listed(world, "/v1/offers", "Kenya", used=True) == []
    assert await statuses(world, "/v1/needs", "an observer") == [403]
    assert await statuses(world, "/v1/offers", "an observer") == [403]


async def test_a_list_comes_in_pages(world: RunningMatcher) -> None:
    first = await told(world, "/v1/needs", limit=4)
    second = await told(world, "/v1/needs", limit=4, cursor=first["next"])
    ids = [UUID(item["id"]) for page in (first, second) for item in page["items"]]
    assert ids == [need_id(number) for number in range(1, 7)]
    assert second["next"] is None


OF_OFFER, OF_NEED = f"/v1/offers/{offer_id(FOR_ALL)}/candidates", f"/v1/needs/{need_id(ANSWERED)}/candidates"


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        (OF_OFFER, {"state": "BFA", "area": "western_africa", "category": "marking", "min_score": 1}, 1),
        (OF_OFFER, {"state": "GHA"}, 0),
        (OF_OFFER, {"area": "caricom"}, 0),
        (OF_OFFER, {"category": "tracing"}, 0),
        (OF_NEED, {"category": "marking", "donor_kind": "regional_organisation", "min_score": 1}, 1),
        (OF_NEED, {"category": "tracing"}, 0),
        (OF_NEED, {"donor_kind": "state"}, 0),
        (OF_NEED, {"min_score": 1000}, 0),
    ],
)
async def test_candidates_can_be_narrowed(world: RunningMatcher, path: str, query: Item, found: int) -> None:
    assert len((await told(world, path, **query))["items"]) == found


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        *((path, name) for path in ("/v1/needs", "/v1/offers", "/v1/gaps") for name in ("state", "area", "category")),
        (OF_OFFER, "state"),
        (OF_NEED, "category"),
        (OF_NEED, "donor_kind"),
    ],
)
async def test_an_unknown_key_is_refused_by_name(world: RunningMatcher, path: str, parameter: str) -> None:
    answer = await world.service.ask("GET", path, reader(world, "a coordinator"), params={parameter: "nowhere"})
    assert answer.status_code == 422
    assert [each["parameter"] for each in answer.json()["errors"]] == [parameter]
