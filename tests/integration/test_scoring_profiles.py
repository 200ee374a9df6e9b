"""Scoring profiles are versions that nobody changes; the one in force decides every score from then on."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.support.basis_examples import (
    COVERAGE_FIRST,
    PROFILES,
    SHIPPED,
    activated,
    created,
    evaluating,
    get,
    offer_that_names_the_state,
    post,
    scoring_profile,
)
from tests.support.published_states import need_state, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_parts import at_work
from tests.support.waiting import eventually

ACTIVATE_SHIPPED = f"{PROFILES}/{SHIPPED.digest}/activate"
REASON = {"reason": "Agreed in the board."}
COUNT_WRITES = (
    "CREATE TABLE writes (at timestamptz DEFAULT clock_timestamp())",
    "CREATE RULE noted AS ON INSERT TO candidates DO ALSO INSERT INTO writes DEFAULT VALUES",
)
MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"name": None}, "/name"),
    "a blank name": ({"name": " "}, "/name"),
    "an overlong name": ({"name": "x" * 81}, "/name"),
    "no weights": ({"weights": None}, "/weights"),
    "weights that are a list": ({"weights": [100]}, "/weights"),
    "weights beyond 1000 in all": ({"weights": COVERAGE_FIRST | {"category": 181}}, "/weights"),
    "a criterion left out": ({"weights": {"words": 50, "category": 950}}, "/weights/specificity"),
    "an unknown criterion": ({"weights": COVERAGE_FIRST | {"luck/chance": 0}}, "/weights/luck~1chance"),
    "a negative weight": ({"weights": COVERAGE_FIRST | {"words": -50, "category": 280}}, "/weights/words"),
    "words that do more than break ties": (
        {"weights": COVERAGE_FIRST | {"words": 51, "category": 179}},
        "/weights/words",
    ),
    "a broken weight": ({"weights": COVERAGE_FIRST | {"words": 0.5}}, "/weights/words"),
    "a weight that is yes": ({"weights": COVERAGE_FIRST | {"words": True}}, "/weights/words"),
    "an overlong note": ({"note": "x" * 2001}, "/note"),
    "a version of one's own": ({"version": 7}, "/version"),
}


async def stored(matcher: RunningMatcher) -> dict[str, tuple[int, str]]:
    """Return score and profile of each stored candidate by the offer's own number."""
    rows = await matcher.service.rows(
        "SELECT external_id, score, profile_digest FROM candidates JOIN offers USING (offer_id)"
    )
    return {row["external_id"]: (row["score"], row["profile_digest"]) for row in rows}


async def all_of(matcher: RunningMatcher, digest: str) -> dict[str, int]:
    """Wait until every stored candidate is of this profile, and return the scores."""

    async def is_so() -> bool:
        return {profile for _, profile in (await stored(matcher)).values()} == {digest}

    await eventually(is_so, what="every candidate is of the profile in force")
    return {offer: score for offer, (score, _) in (await stored(matcher)).items()}


async def test_the_shipped_profile_is_the_first_version_and_in_force(matcher: RunningMatcher) -> None:
    [shipped] = (await get(matcher, PROFILES)).json()["items"]
    assert (shipped["name"], shipped["version"], shipped["digest"]) == ("default", 1, SHIPPED.digest)
    assert shipped["weights"] == dict(SHIPPED.weights)
    assert (shipped["in_force"], shipped["activation"]["reason"]) == (True, "Shipped with the matcher.")


async def test_a_name_that_exists_gets_its_next_version_which_changes_nothing_yet(matcher: RunningMatcher) -> None:
    second = await created(matcher, PROFILES, scoring_profile(name="default"))
    third = await created(matcher, PROFILES, scoring_profile(name="default"))
    other = await created(matcher, PROFILES, scoring_profile())
    assert [(each["name"], each["version"]) for each in (second, third, other)] == [
        ("default", 2),
        ("default", 3),
        ("coverage first", 1),
    ]
    first = await get(matcher, PROFILES, params={"limit": 2})
    rest = await get(matcher, first.links["next"]["url"])
    listed = first.json()["items"] + rest.json()["items"]
    assert [each["digest"] for each in listed] == [other["digest"], third["digest"], second["digest"], SHIPPED.digest]
    assert [each["in_force"] for each in listed] == [False, False, False, True]
    assert (await get(matcher, f"{PROFILES}/{third['digest']}")).json() == third


async def test_versions_made_at_once_are_numbered_one_after_the_other(matcher: RunningMatcher) -> None:
    made = await asyncio.gather(*(created(matcher, PROFILES, scoring_profile()) for _ in range(4)))
    assert sorted(each["version"] for each in made) == [1, 2, 3, 4]


async def test_a_profile_sent_twice_with_one_key_is_made_once(matcher: RunningMatcher) -> None:
    answers = await asyncio.gather(*(post(matcher, PROFILES, scoring_profile(), key="spring") for _ in range(3)))
    assert {answer.json()["version"] for answer in answers} == {1}
    assert await matcher.service.count("scoring_profiles") == {"scoring_profiles": 2}


async def test_every_mistake_is_named_and_nothing_is_written(matcher: RunningMatcher) -> None:
    for mistake, (changes, pointer) in MISTAKES.items():
        body = {name: value for name, value in scoring_profile(**changes).items() if value is not None}
        answer = await post(matcher, PROFILES, body)
        named = [each.get("pointer") for each in answer.json().get("errors", [])]
        assert answer.status_code == 422, (mistake, answer.text)
        assert named[0] == pointer, (mistake, named)
    for body, pointer in (({}, "/reason"), ({"reason": " "}, "/reason")):
        answer = await post(matcher, ACTIVATE_SHIPPED, body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await post(matcher, f"{PROFILES}/{'0' * 64}/activate", REASON)).status_code == 404
    assert await matcher.service.count("scoring_profiles", "scoring_profile_activations") == {
        "scoring_profiles": 1,
        "scoring_profile_activations": 1,
    }


async def test_only_a_coordinator_of_all_regions_decides_and_everybody_reads(matcher: RunningMatcher) -> None:
    forge, ask = matcher.service.forge, matcher.service.ask
    mine = await created(matcher, PROFILES, scoring_profile())
    for actor, told in (
        (forge.as_recipient("BFA"), None),
        (forge.as_donor("eu"), None),
        (forge.as_observer(), "coordinator"),
        (forge.as_coordinator("ecowas"), "coordinator"),
    ):
        assert (await ask("POST", PROFILES, actor, scoring_profile())).status_code == 403
        assert (await ask("POST", f"{PROFILES}/{mine['digest']}/activate", actor, REASON)).status_code == 403
        assert (await ask("GET", f"{PROFILES}/{mine['digest']}", actor)).json() == mine | {"created_by": told}
        assert len((await ask("GET", PROFILES, actor)).json()["items"]) == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE scoring_profiles SET name = 'mine'",
        "DELETE FROM scoring_profiles",
        "UPDATE scoring_profile_activations SET digest = 'mine'",
        "DELETE FROM scoring_profile_activations",
    ],
)
async def test_what_was_decided_can_be_neither_changed_nor_deleted(matcher: RunningMatcher, change: str) -> None:
    with pytest.raises(IntegrityError, match="only ever added"):
        await matcher.service.rows(change)


async def test_a_profile_put_in_force_scores_every_candidate_anew_and_so_does_the_return_to_a_former(
    matcher: RunningMatcher,
) -> None:
    await matcher.take_in(need_state(), offer_that_names_the_state(1), offer_state(2))
    mine = await created(matcher, PROFILES, scoring_profile())
    async with at_work(evaluating(matcher)):
        before = await all_of(matcher, SHIPPED.digest)
        assert (await activated(matcher, mine["digest"]))["in_force"]
        between = await all_of(matcher, mine["digest"])
        await activated(matcher, SHIPPED.digest)
        after = await all_of(matcher, SHIPPED.digest)
    assert before["O-001"] > before["O-002"]
    assert between["O-001"] < between["O-002"]
    assert after == before


async def test_a_record_taken_in_after_the_activation_is_scored_by_it_before_any_evaluation(
    matcher: RunningMatcher,
) -> None:
    await matcher.take_in(need_state(), offer_state(1))
    mine = await created(matcher, PROFILES, scoring_profile())
    await activated(matcher, mine["digest"])
    await matcher.take_in(offer_state(2))
    assert (await stored(matcher))["O-002"][1] == mine["digest"]


async def test_two_replicas_evaluate_an_activation_once_between_them(matcher: RunningMatcher) -> None:
    replicas = [evaluating(matcher) for _ in range(2)]
    await matcher.take_in(need_state(), offer_state())
    for statement in COUNT_WRITES:
        await matcher.service.rows(statement)
    for written in (1, 2):
        for _ in range(3):
            await asyncio.gather(*(replica._round() for replica in replicas))
        assert await matcher.service.count("writes") == {"writes": written}
        await activated(matcher, (await created(matcher, PROFILES, scoring_profile()))["digest"])


async def test_activating_what_is_in_force_writes_nothing(matcher: RunningMatcher) -> None:
    assert (await activated(matcher, SHIPPED.digest))["activation"]["reason"] == "Shipped with the matcher."
    assert await matcher.service.count("scoring_profile_activations") == {"scoring_profile_activations": 1}


async def test_who_put_a_profile_in_force_and_why_is_kept(matcher: RunningMatcher) -> None:
    mine = await created(matcher, PROFILES, scoring_profile())
    shown = await activated(matcher, mine["digest"])
    assert shown["activation"] == {
        "activated_at": "2026-03-02T09:30:00Z",
        "reason": "Agreed in the board.",
        "activated_by": "coordinator",
    }
    [first, second] = (await get(matcher, PROFILES)).json()["items"]
    assert (first, second["in_force"]) == (shown, False)
