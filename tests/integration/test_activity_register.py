"""The register of running activities: what enters it, what changes it, and who reads it."""

import asyncio
from typing import Any

import pytest

from tests.support.activity_examples import ACTIVITIES, activity_document, register
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "no id": ({"external_id": " "}, "/external_id"),
    "a source without a key": ({"source": {"key": "I ATI", "name": "IATI"}}, "/source/key"),
    "a source that is no address": ({"source": {"key": "iati", "name": "I", "url": "ftp://a"}}, "/source/url"),
    "no donor's name": ({"donor": {"name": ""}}, "/donor/name"),
    "no place at all": ({"recipients": [], "regions": []}, "/recipients"),
    "an unknown State": ({"recipients": [{"state": "BF"}]}, "/recipients/0/state"),
    "a State twice": ({"recipients": [{"state": "BFA"}, {"state": "BFA"}]}, "/recipients/1/state"),
    "more than the whole": ({"recipients": [{"state": "BFA", "percentage": 101}]}, "/recipients/0/percentage"),
    "an unknown region": ({"regions": ["sahel_zone"]}, "/regions/0"),
    "no text": ({"texts": []}, "/texts"),
    "a language that is not of the UN": ({"texts": [{"language": "de", "title": "Waffen"}]}, "/texts/0/language"),
    "an unknown category": ({"subjects": [{"category": "arms"}]}, "/subjects/0/category"),
    "a sector that is no code": ({"sectors": [{"code": "152"}]}, "/sectors/0/code"),
    "an amount of nothing": ({"amounts": [{"kind": "budget", "amount": 0, "currency": "EUR"}]}, "/amounts/0/amount"),
    "an unknown currency": ({"amounts": [{"kind": "budget", "amount": 1, "currency": "EURO"}]}, "/amounts/0/currency"),
    "an end before the start": ({"actual": {"start": "2026-02-01", "end": "2026-01-01"}}, "/actual/end"),
    "an unknown status": ({"status": "running"}, "/status"),
    "an unknown field": ({"budget": 5}, "/budget"),
}


async def listed(matcher: RunningMatcher, actor: Headers | None = None, **query: Any) -> list[str]:
    """Return the ids at their source of the activities that this reader is shown."""
    by = actor or matcher.service.forge.as_coordinator()
    answer = await matcher.service.ask("GET", ACTIVITIES, by, params=query)
    assert answer.status_code == 200, answer.text
    return [each["external_id"] for each in answer.json()["items"]]


async def test_an_activity_is_kept_as_it_was_sent(matcher: RunningMatcher) -> None:
    [created] = await register(matcher, activity_document())
    assert (created.status_code, created.json()["outcome"]) == (201, "created")
    coordinator = matcher.service.forge.as_coordinator()
    kept = (await matcher.service.ask("GET", created.headers["Location"], coordinator)).json()
    sent = activity_document(actual={"start": "2026-06-01", "end": None})
    assert {name: kept[name] for name in sent} == sent
    assert kept["version"] == 1


async def test_sending_it_again_changes_nothing_and_news_make_a_version(matcher: RunningMatcher) -> None:
    ended = activity_document(status="closed", actual={"start": "2026-06-01", "end": "2026-12-31"})
    answers = await register(matcher, activity_document(), activity_document(), ended, ended)
    assert [(each.status_code, each.json()["outcome"], each.json()["version"]) for each in answers] == [
        (201, "created", 1),
        (200, "unchanged", 1),
        (200, "updated", 2),
        (200, "unchanged", 2),
    ]
    assert len({each.json()["id"] for each in answers}) == 1
    assert await matcher.service.count("activities") == {"activities": 1}


async def test_an_activity_that_comes_many_times_at_once_is_created_once(matcher: RunningMatcher) -> None:
    answers = await asyncio.gather(*(register(matcher, activity_document()) for _ in range(5)))
    outcomes = [answer.json()["outcome"] for [answer] in answers]
    assert sorted(outcomes) == ["created", *["unchanged"] * 4]


async def test_the_same_id_at_another_source_is_another_activity(matcher: RunningMatcher) -> None:
    await register(matcher, activity_document(), activity_document(source={"key": "own", "name": "Own records"}))
    assert await matcher.service.count("activities") == {"activities": 2}


async def test_each_mistake_is_answered_with_its_field(matcher: RunningMatcher) -> None:
    told: dict[str, set[str]] = {}
    for what, (change, _) in MISTAKES.items():
        [answer] = await register(matcher, activity_document(**change))
        assert answer.status_code == 422, (what, answer.text)
        told[what] = {error["pointer"] for error in answer.json()["errors"]}
    assert told == {what: {pointer} for what, (_, pointer) in MISTAKES.items()}
    assert await matcher.service.count("activities") == {"activities": 0}


async def test_only_coordinators_register(matcher: RunningMatcher) -> None:
    forge = matcher.service.forge
    for actor in (forge.as_recipient("BFA"), forge.as_donor("deu"), forge.as_observer()):
        assert (await matcher.service.ask("POST", ACTIVITIES, actor, activity_document())).status_code == 403
    assert await listed(matcher) == []


async def test_coordinators_read_all_and_a_state_what_runs_in_it(matcher: RunningMatcher) -> None:
    [answer, *_] = await register(
        matcher,
        activity_document(1),
        activity_document(2, recipients=[{"state": "KEN"}]),
        activity_document(3, recipients=[], regions=["western_africa"]),
    )
    forge, ids = matcher.service.forge, ["DE-1-0001", "DE-1-0002", "DE-1-0003"]
    readers = {
        "a coordinator": forge.as_coordinator(),
        "Burkina Faso": forge.as_recipient("BFA"),
        "Kenya": forge.as_recipient("KEN"),
        "its donor": forge.as_donor("deu"),
        "an observer": forge.as_observer(),
    }
    assert {who: await listed(matcher, actor) for who, actor in readers.items()} == {
        "a coordinator": ids,
        "Burkina Faso": [ids[0], ids[2]],
        "Kenya": [ids[1]],
        "its donor": [],
        "an observer": [],
    }
    one = answer.headers["Location"]
    statuses = {who: (await matcher.service.ask("GET", one, actor)).status_code for who, actor in readers.items()}
    assert statuses == {"a coordinator": 200, "Burkina Faso": 200, "Kenya": 404, "its donor": 404, "an observer": 404}


async def test_who_registered_an_activity_is_told_to_coordinators_alone(matcher: RunningMatcher) -> None:
    [created] = await register(matcher, activity_document())
    forge = matcher.service.forge
    for address in (created.headers["Location"], ACTIVITIES):
        told = [
            await matcher.service.ask("GET", address, each) for each in (forge.as_coordinator(), forge.as_recipient())
        ]
        shown = [answer.json().get("items", [answer.json()])[0]["imported_by"] for answer in told]
        assert shown == ["coordinator", None]


async def test_the_register_is_narrowed_and_paged(matcher: RunningMatcher) -> None:
    await register(
        matcher,
        activity_document(1),
        activity_document(2, subjects=[{"category": "marking_equipment"}], status="cancelled"),
        activity_document(
            3, recipients=[], regions=["eastern_africa"], actual={"start": "2024-01-01", "end": "2026-01-31"}
        ),
        activity_document(4, subjects=[], status="closed", planned={}, actual={}),
    )
    assert await listed(matcher, state="BFA") == ["DE-1-0001", "DE-1-0002", "DE-1-0004"]
    assert await listed(matcher, state="KEN") == ["DE-1-0003"]
    assert await listed(matcher, category="marking") == ["DE-1-0001", "DE-1-0002", "DE-1-0003"]
    assert await listed(matcher, category="marking_equipment") == ["DE-1-0002"]
    assert await listed(matcher, running_on="2026-06-01") == ["DE-1-0001"]
    assert await listed(matcher, running_on="2026-01-31") == ["DE-1-0003"]
    assert await listed(matcher, external_id="DE-1-0004") == ["DE-1-0004"]
    first = await matcher.service.ask("GET", ACTIVITIES, matcher.service.forge.as_coordinator(), params={"limit": 3})
    rest = await matcher.service.ask("GET", first.links["next"]["url"], matcher.service.forge.as_coordinator())
    assert [len(page.json()["items"]) for page in (first, rest)] == [3, 1]


@pytest.mark.parametrize(
    "query", [{"state": "BF"}, {"category": "arms"}, {"running_on": "soon"}, {"running_on": "1700000000"}]
)
async def test_an_unknown_filter_is_refused(matcher: RunningMatcher, query: dict[str, str]) -> None:
    answer = await matcher.service.ask("GET", ACTIVITIES, matcher.service.forge.as_coordinator(), params=query)
    assert answer.status_code == 422
