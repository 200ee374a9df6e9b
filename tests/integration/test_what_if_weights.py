"""What other weights would do to the candidates: asked without saving, and without seeing more than the stored list."""

from typing import Any

import pytest

from shared.events.offers import Donor
from tests.support.basis_examples import (
    COVERAGE_FIRST,
    PROFILES,
    RATE_TABLES,
    SHIPPED,
    activated,
    created,
    evaluating,
    get,
    need_of_money,
    offer_of_money,
    offer_that_names_the_state,
    rate_table,
    scoring_profile,
)
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher

OF_NEED = f"/v1/needs/{need_id(1)}/candidates"
OF_OFFER = f"/v1/offers/{offer_id(1)}/candidates"
COVERAGE = {"weights": "specificity:100,coverage:420"}
AS_IN_FORCE = {"weights": "words:50"}
GERMANY = Donor(organisation="deu", name="Germany", kind="state")
Item = dict[str, Any]

BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "nothing to compare with": ({}, "weights", "expected weights or a profile"),
    "both": ({"weights": "words:50", "profile": SHIPPED.digest}, "profile", "not both"),
    "no numbers": ({"weights": "words"}, "weights", "criterion:thousandths"),
    "nothing at all": ({"weights": ""}, "weights", "criterion:thousandths"),
    "a part of a thousandth": ({"weights": "words:0.5"}, "weights", "criterion:thousandths"),
    "a negative weight": ({"weights": "words:-1"}, "weights", "criterion:thousandths"),
    "a criterion twice": ({"weights": "words:50,words:50"}, "weights", "words is named twice"),
    "an unknown criterion": ({"weights": "luck:0"}, "weights", "luck is not a criterion"),
    "too much for words": ({"weights": "words:60,category:170"}, "weights", "words may weigh 50"),
    "a sum beyond 1000": ({"weights": "category:200"}, "weights", "all must sum to 1000, not 1020"),
    "a profile that is not there": ({"profile": "0" * 64}, "profile", "digest of a scoring profile"),
    "endless weights": ({"weights": "words:50," * 100}, "weights", "at most 500"),
}


async def what_if(matcher: RunningMatcher, path: str, **params: Any) -> dict[str, Any]:
    answer = await get(matcher, f"{path}/what-if", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def moves(found: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Return each counterpart's own number with its rank and its former rank."""
    return [
        ((item.get("offer") or item["need"])["external_id"], item["rank"], item["rank_before"])
        for item in found["items"]
    ]


async def evaluate(matcher: RunningMatcher) -> None:
    await evaluating(matcher)._round()


async def test_other_weights_change_ranks_and_nothing_that_is_stored(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_that_names_the_state(1), offer_state(2))
    before = await matcher.candidates_as_bytes()
    found = await what_if(matcher, OF_NEED, **COVERAGE)
    assert moves(found) == [("O-002", 1, 2), ("O-001", 2, 1)]
    assert (found["weights"], found["weights_in_force"]) == (COVERAGE_FIRST, dict(SHIPPED.weights))
    for item in found["items"]:
        assert sum(reason["contribution"] for reason in item["explanation"]) == item["score"]
    assert await matcher.candidates_as_bytes() == before
    assert await matcher.service.count("scoring_profiles") == {"scoring_profiles": 1}


async def test_a_kept_profile_shows_beforehand_what_it_will_do(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(1), need_state(2, priority=5), offer_that_names_the_state(1), offer_state(2))
    mine = (await created(matcher, PROFILES, scoring_profile()))["digest"]
    foretold = {path: (await what_if(matcher, path, profile=mine))["items"] for path in (OF_NEED, OF_OFFER)}
    await activated(matcher, mine)
    await evaluate(matcher)
    for path, items in foretold.items():
        without = [{name: each[name] for name in each if not name.startswith(("rank", "score_"))} for each in items]
        assert (await get(matcher, path)).json()["items"] == without


async def test_the_weights_in_force_give_the_stored_list(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(1), need_state(2), offer_that_names_the_state(1), offer_state(2))
    for path in (OF_NEED, OF_OFFER):
        stored = (await get(matcher, path)).json()["items"]
        asked = (await what_if(matcher, path, **AS_IN_FORCE))["items"]
        assert [item["score"] for item in asked] == [item["score_before"] for item in asked]
        assert [item["explanation"] for item in asked] == [item["explanation"] for item in stored]
        assert [(item["rank"], item["rank_before"]) for item in asked] == [(1, 1), (2, 2)]


async def test_an_engine_of_the_api_takes_new_rates_and_profiles_up_at_once(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_of_money(), offer_of_money())
    [blind] = (await what_if(matcher, OF_NEED, **AS_IN_FORCE))["items"]
    await created(matcher, RATE_TABLES, rate_table())
    await activated(matcher, (await created(matcher, PROFILES, scoring_profile()))["digest"])
    found = await what_if(matcher, OF_NEED, **AS_IN_FORCE)
    assert found["weights"] == COVERAGE_FIRST
    assert blind["pairs"][0]["takeable_thousandths"] is None
    assert found["items"][0]["pairs"][0]["takeable_thousandths"] == 46_000_000


@pytest.mark.parametrize("path", [OF_NEED, OF_OFFER])
async def test_weights_that_cannot_be_used_are_named(matcher: RunningMatcher, path: str) -> None:
    await matcher.take_in(need_state(), offer_state())
    for mistake, (params, parameter, said) in BAD.items():
        answer = await get(matcher, f"{path}/what-if", params=params)
        assert answer.status_code == 422, (mistake, answer.text)
        errors = answer.json()["errors"]
        assert {(each["in"], each["parameter"]) for each in errors} == {("query", parameter)}, mistake
        assert said in errors[0]["detail"], mistake


async def test_pages_hold_every_candidate_once(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), *(offer_that_names_the_state(n) for n in (1, 2, 3)), offer_state(4))
    whole = (await what_if(matcher, OF_NEED, **COVERAGE))["items"]
    answer = await get(matcher, f"{OF_NEED}/what-if", params={"limit": 3, **COVERAGE})
    rest = await get(matcher, answer.links["next"]["url"])
    assert answer.json()["items"] + rest.json()["items"] == whole
    assert [item["rank"] for item in whole] == [1, 2, 3, 4]


async def test_a_reader_sees_what_the_stored_list_shows_and_ranks_among_that_alone(matcher: RunningMatcher) -> None:
    await matcher.take_in(
        need_state(1),
        need_state(2, visibility="donors"),
        need_state(3, visibility="coordinators"),
        offer_state(1),
        offer_state(2, visibility="recipients"),
        offer_state(3, visibility="coordinators"),
        offer_state(4, donor=GERMANY),
    )
    forge, ask = matcher.service.forge, matcher.service.ask
    readers = (forge.as_recipient("BFA"), forge.as_recipient("KEN"), forge.as_donor("eu"), forge.as_donor("deu"))
    paths = [f"/v1/needs/{need_id(n)}/candidates" for n in (1, 2, 3, 9)]
    paths += [f"/v1/offers/{offer_id(n)}/candidates" for n in (1, 2, 3, 4, 9)]
    shown: set[int] = set()
    for actor in (*readers, forge.as_coordinator(), forge.as_coordinator("ecowas"), forge.as_observer()):
        for path in paths:
            stored, asked = await ask("GET", path, actor), await ask("GET", f"{path}/what-if", actor, params=COVERAGE)
            assert asked.status_code == stored.status_code, path
            if stored.is_success:
                items = asked.json()["items"]
                assert names(items) == names(stored.json()["items"]), path
                everyone = list(range(1, len(items) + 1))
                assert [item["rank"] for item in items] == everyone
                assert sorted(item["rank_before"] for item in items) == everyone
                shown.add(len(items))
    assert shown == {0, 1, 2, 3, 4}


def names(items: list[Item]) -> set[str]:
    return {(item.get("offer") or item["need"])["id"] for item in items}
