"""Who learns what from the matcher: a candidate is a matter of the need's State, the offer's donor and coordinators."""

from typing import Any

import pytest

from shared.events.model import Text
from shared.events.offers import Donor
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

PUBLIC, FOR_DONORS, FOR_COORDINATORS, UNANSWERED = 1, 2, 3, 4
OPEN_TO_ALL, FOR_RECIPIENTS, HELD_BACK, OF_GERMANY = 1, 2, 3, 4
GERMANY = Donor(organisation="deu", name="Germany", kind="state")
NOT_FOUND, FORBIDDEN = 404, 403

SEES_OFFERS_OF: dict[int, dict[str, set[str] | int]] = {
    PUBLIC: {
        "its State": {"O-001", "O-002", "O-004"},
        "another State": set(),
        "the EU": {"O-001", "O-002", "O-003"},
        "Germany": {"O-004"},
        "a coordinator": {"O-001", "O-002", "O-003", "O-004"},
        "a regional coordinator": {"O-001", "O-002", "O-003", "O-004"},
        "an observer": set(),
    },
    FOR_DONORS: {
        "its State": {"O-001", "O-002", "O-004"},
        "another State": NOT_FOUND,
        "the EU": {"O-001", "O-002", "O-003"},
        "Germany": {"O-004"},
        "a coordinator": {"O-001", "O-002", "O-003", "O-004"},
        "an observer": NOT_FOUND,
    },
    FOR_COORDINATORS: {
        "its State": set(),
        "another State": NOT_FOUND,
        "the EU": NOT_FOUND,
        "Germany": NOT_FOUND,
        "a coordinator": set(),
        "an observer": NOT_FOUND,
    },
}
SEES_NEEDS_OF: dict[int, dict[str, set[str] | int]] = {
    OPEN_TO_ALL: {
        "the EU": {"N-001", "N-002"},
        "Germany": FORBIDDEN,
        "its State": FORBIDDEN,
        "a coordinator": {"N-001", "N-002"},
        "an observer": FORBIDDEN,
    },
    FOR_RECIPIENTS: {
        "the EU": {"N-001", "N-002"},
        "Germany": NOT_FOUND,
        "its State": FORBIDDEN,
        "a coordinator": {"N-001", "N-002"},
        "an observer": NOT_FOUND,
    },
    HELD_BACK: {
        "the EU": {"N-001", "N-002"},
        "Germany": NOT_FOUND,
        "its State": NOT_FOUND,
        "a coordinator": {"N-001", "N-002"},
        "an observer": NOT_FOUND,
    },
}
NEARLY_ANSWERS: dict[str, set[str] | int] = {
    "its State": {"O-001", "O-002", "O-004"},
    "another State": FORBIDDEN,
    "the EU": FORBIDDEN,
    "a coordinator": {"O-001", "O-002", "O-003", "O-004"},
    "an observer": FORBIDDEN,
}
IS_NEARLY_ANSWERED: dict[str, set[str] | int] = {
    "the EU": {"N-004"},
    "Germany": FORBIDDEN,
    "its State": FORBIDDEN,
    "a coordinator": {"N-003", "N-004"},
    "an observer": FORBIDDEN,
}


@pytest.fixture
async def world(matcher: RunningMatcher) -> RunningMatcher:
    """Needs and offers of every visibility; all fit but the third need, which no donor may see, and the fourth."""
    [machines] = need_state(UNANSWERED).components
    await matcher.take_in(
        need_state(PUBLIC),
        need_state(FOR_DONORS, visibility="donors"),
        need_state(FOR_COORDINATORS, visibility="coordinators"),
        need_state(UNANSWERED, components=(machines.model_copy(update={"category": "destruction"}),)),
        offer_state(OPEN_TO_ALL),
        offer_state(FOR_RECIPIENTS, visibility="recipients"),
        offer_state(HELD_BACK, visibility="coordinators"),
        offer_state(OF_GERMANY, donor=GERMANY),
    )
    return matcher


def reader(matcher: RunningMatcher, who: str) -> Headers:
    forge = matcher.service.forge
    return {
        "its State": forge.as_recipient("BFA"),
        "another State": forge.as_recipient("KEN"),
        "the EU": forge.as_donor("eu"),
        "Germany": forge.as_donor("deu"),
        "a coordinator": forge.as_coordinator(),
        "a regional coordinator": forge.as_coordinator("ecowas"),
        "an observer": forge.as_observer(),
    }[who]


async def seen(matcher: RunningMatcher, who: str, path: str) -> set[str] | int:
    """Return the external ids of the counterparts that this reader is shown, or the status of the refusal."""
    answer = await matcher.service.ask("GET", path, reader(matcher, who))
    if answer.status_code != 200:
        return answer.status_code
    return {(each.get("offer") or each["need"])["external_id"] for each in answer.json()["items"]}


@pytest.mark.parametrize("number", SEES_OFFERS_OF)
async def test_a_need_shows_its_candidates_to_those_they_concern(world: RunningMatcher, number: int) -> None:
    path = f"/v1/needs/{need_id(number)}/candidates"
    expected = SEES_OFFERS_OF[number]
    assert {who: await seen(world, who, path) for who in expected} == expected


@pytest.mark.parametrize("number", SEES_NEEDS_OF)
async def test_an_offer_shows_its_candidates_to_those_they_concern(world: RunningMatcher, number: int) -> None:
    path = f"/v1/offers/{offer_id(number)}/candidates"
    expected = SEES_NEEDS_OF[number]
    assert {who: await seen(world, who, path) for who in expected} == expected


async def test_near_misses_of_a_need_are_for_those_who_speak_for_it(world: RunningMatcher) -> None:
    path = f"/v1/needs/{need_id(UNANSWERED)}/near-misses"
    assert {who: await seen(world, who, path) for who in NEARLY_ANSWERS} == NEARLY_ANSWERS


async def test_near_misses_of_an_offer_leave_out_the_needs_that_its_donor_may_not_see(world: RunningMatcher) -> None:
    path = f"/v1/offers/{offer_id(OPEN_TO_ALL)}/near-misses"
    assert {who: await seen(world, who, path) for who in IS_NEARLY_ANSWERED} == IS_NEARLY_ANSWERED


async def test_no_word_of_a_hidden_need_reaches_a_donor(world: RunningMatcher) -> None:
    secret = "Une caserne secrète"
    await world.take_in(
        need_state(FOR_COORDINATORS, 2, visibility="coordinators", texts=(Text(language="fr", title=secret),))
    )
    said = ""
    for number in (OPEN_TO_ALL, FOR_RECIPIENTS, HELD_BACK):
        for what in ("candidates", "near-misses"):
            path = f"/v1/offers/{offer_id(number)}/{what}"
            said += (await world.service.ask("GET", path, reader(world, "the EU"))).text
    assert secret not in said
    assert str(need_id(FOR_COORDINATORS)) not in said
    assert str(need_id(PUBLIC)) in said


async def test_a_need_that_becomes_hidden_is_gone_for_donors_at_once(world: RunningMatcher) -> None:
    path = f"/v1/needs/{need_id(PUBLIC)}/candidates"
    await world.take_in(need_state(PUBLIC, 2, visibility="coordinators"))
    assert await seen(world, "the EU", path) == NOT_FOUND
    assert await seen(world, "the EU", f"/v1/offers/{offer_id(OPEN_TO_ALL)}/candidates") == {"N-002"}


@pytest.mark.parametrize("path", ["needs", "offers"])
@pytest.mark.parametrize("what", ["candidates", "near-misses"])
async def test_what_is_not_there_is_not_found(matcher: RunningMatcher, path: str, what: str) -> None:
    nowhere = f"/v1/{path}/{need_id(99)}/{what}"
    answer = await matcher.service.ask("GET", nowhere, matcher.service.forge.as_coordinator())
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_a_hidden_record_is_refused_in_the_words_of_one_that_is_not_there(world: RunningMatcher) -> None:
    def told(answer: Any, number: int) -> Any:
        problem = {key: value for key, value in answer.json().items() if key not in {"instance", "correlation_id"}}
        return str(problem).replace(str(need_id(number)), "ID")

    ask, eu = world.service.ask, reader(world, "the EU")
    hidden = await ask("GET", f"/v1/needs/{need_id(FOR_COORDINATORS)}/candidates", eu)
    missing = await ask("GET", f"/v1/needs/{need_id(99)}/candidates", eu)
    assert told(hidden, FOR_COORDINATORS) == told(missing, 99)


async def test_statistics_are_for_coordinators_and_observers(world: RunningMatcher) -> None:
    statuses = {
        who: (await world.service.ask("GET", "/v1/statistics", reader(world, who))).status_code
        for who in ("its State", "the EU", "a coordinator", "an observer")
    }
    assert statuses == {"its State": 403, "the EU": 403, "a coordinator": 200, "an observer": 200}


async def test_a_coordinator_reads_how_much_is_held_and_found(world: RunningMatcher) -> None:
    answer = await world.service.ask("GET", "/v1/statistics", reader(world, "a coordinator"))
    lists = [await seen(world, "a coordinator", f"/v1/needs/{need_id(number)}/candidates") for number in SEES_OFFERS_OF]
    found = [each for each in lists if isinstance(each, set)]
    assert answer.json() == {
        "needs": 4,
        "offers": 4,
        "candidates": sum(map(len, found)),
        "needs_with_candidates": sum(map(bool, found)),
        "offers_with_candidates": len(set().union(*found)),
        "events_applied": 8,
        "not_shown": {"needs": "0-4", "offers": "0-4", "candidates": "0-4"},
    }


async def test_an_observer_reads_how_much_is_public_and_about_how_much_is_not(world: RunningMatcher) -> None:
    await world.take_in(
        *(need_state(10 + number, states=(state,)) for number, state in enumerate(("KEN", "SEN", "GHA"))),
        *(
            need_state(20 + number, visibility="donors", states=("KEN", "SEN", "GHA")[number % 3 :])
            for number in range(9)
        ),
        offer_state(10, donor=GERMANY.model_copy(update={"organisation": "jpn"})),
    )
    answer = await world.service.ask("GET", "/v1/statistics", reader(world, "an observer"))
    told = answer.json()
    assert (told["needs"], told["offers"], told["candidates"], told["events_applied"]) == (5, 3, 0, 0)
    assert told["not_shown"]["needs"] == "10-14"
    assert told["not_shown"]["offers"] == "0-4"
    assert told["not_shown"]["candidates"] != "0-4"
