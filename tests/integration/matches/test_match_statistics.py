"""Statistics of matches: equal to a plain count, only of what the reader may know, each with the list behind it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
import pytest_asyncio

from matcher.domain.match_statistics.figures import FUNNEL
from matcher.domain.matches.life_cycle import OFF_RAMPS
from shared.geography import load_geography
from shared.identity.actor import Role
from shared.vocabulary import load_vocabulary
from tests.support.match_histories import BEGINNING, DrawnMatch, drawn_matches, write_down
from tests.support.running_matcher import RunningMatcher
from tests.support.running_service import Headers

Document = dict[str, Any]
Chosen = Callable[[DrawnMatch], bool]

DRAWN = drawn_matches(seed=28, count=60)
HOUR = timedelta(hours=1)
TODAY = date(2026, 3, 2)
FROM, UNTIL = BEGINNING.date() + timedelta(days=10), BEGINNING.date() + timedelta(days=45)
TOLD_TO_EVERYBODY = {"confirmed", "in_delivery", "delivered", "evaluated"}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def written(matcher: RunningMatcher) -> RunningMatcher:
    """The matcher with the drawn matches in its tables."""
    await write(matcher, DRAWN)
    return matcher


async def write(matcher: RunningMatcher, drawn: Sequence[DrawnMatch]) -> None:
    async with matcher.service.database.sessions() as session, session.begin():
        await write_down(session, drawn)


async def told(matcher: RunningMatcher, actor: Headers, **narrowed: Any) -> Document:
    answer = await matcher.service.ask("GET", "/v1/statistics/matches", actor, params=narrowed)
    assert answer.status_code == 200, answer.text
    return answer.json()


def is_public(match: DrawnMatch) -> bool:
    return match.status in TOLD_TO_EVERYBODY and match.need_visibility == match.offer_visibility == "public"


def is_in(*areas: str) -> Chosen:
    members = {state for area in areas for state in load_geography().members(area, TODAY)}
    return lambda match: not members.isdisjoint(match.states) or match.group in areas


def is_for(category: str) -> Chosen:
    within = set(load_vocabulary().within(category))
    return lambda match: not within.isdisjoint(match.categories)


def quartiles(values: Sequence[float]) -> list[float]:
    """Return the three quartiles, interpolated between neighbours, by the schoolbook."""
    ordered = sorted(values)
    places = [(len(ordered) - 1) * share for share in (0.25, 0.5, 0.75)]
    parts = [(ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)], place % 1) for place in places]
    return [low + (high - low) * rest for low, high, rest in parts]


def figures_of(counted: Sequence[DrawnMatch]) -> Document:
    """Return what has to be told of these matches, by counting them one by one."""
    finished = [(match, stay) for match in counted for stay in match.stays if stay.left_at is not None]
    times = {stay.stage: [each for each in finished if each[1].stage == stay.stage] for _, stay in finished}
    waited = [
        (stay.entered_at - match.opened_at) / HOUR
        for match in counted
        for stay in match.stays
        if stay.stage == "confirmed"
    ]
    return {
        "matches": len(counted),
        "stages": dict(Counter(match.status for match in counted)),
        "times": {
            stage: (len(found), len({match.id for match, _ in found}), quartiles([stay.hours for _, stay in found]))
            for stage, found in times.items()
        },
        "need_to_confirmation": (len(waited), quartiles(waited)) if waited else None,
    }


def as_counted(shown: Document) -> Document:
    """Return what was told in the shape of `figures_of`."""
    waited = shown["need_to_confirmation"]
    return {
        "matches": shown["matches"],
        "stages": {each["stage"]: each["matches"] for each in shown["stages"]},
        "times": {
            each["stage"]: (each["passages"], each["matches"], list(each["hours"].values())) for each in shown["times"]
        },
        "need_to_confirmation": waited and (waited["matches"], list(waited["hours"].values())),
    }


def about(value: Any) -> Any:
    """Return what equals the value up to the two decimals that are shown."""
    if isinstance(value, float):
        return pytest.approx(value, abs=0.0051)
    if isinstance(value, dict):
        return {key: about(each) for key, each in cast("Document", value).items()}
    if isinstance(value, list | tuple):
        each_about = [about(each) for each in cast("Sequence[Any]", value)]
        return each_about if isinstance(value, list) else tuple(each_about)
    return value


def links_in(shown: Any) -> Iterator[tuple[str, int]]:
    """Return every link with the number of matches that it stands for."""
    if isinstance(shown, dict):
        if "link" in shown:
            yield shown["link"], shown["matches"]
        for each in shown.values():
            yield from links_in(each)
    if isinstance(shown, list):
        for each in shown:
            yield from links_in(each)


async def must_lead_to_what_they_count(matcher: RunningMatcher, actor: Headers, shown: Document) -> None:
    """Follow each link once, and count what is listed there."""
    counts = dict(links_in(shown))
    assert len(counts) > 15
    for link, matches in counts.items():
        path = f"{link}{'&' if '?' in link else '?'}limit=200"
        answer = await matcher.service.ask("GET", path, actor)
        assert answer.status_code == 200, (link, answer.text)
        assert len(answer.json()["items"]) == matches, link


async def test_the_figures_are_those_of_a_plain_count(written: RunningMatcher) -> None:
    shown = await told(written, written.service.forge.as_coordinator())
    assert as_counted(shown) == about(figures_of(DRAWN))
    for each in shown["categories"]:
        of_it = list(filter(is_for(each["category"]), DRAWN))
        assert as_counted(each) == about(figures_of(of_it)), each["category"]
    for each in shown["regions"]:
        of_it = list(filter(is_in(each["region"]), DRAWN))
        assert as_counted(each) == about(figures_of(of_it)), each["region"]
    named = {key for key in load_vocabulary().categories if any(map(is_for(key), DRAWN))}
    assert {each["category"] for each in shown["categories"]} == named
    assert {"africa", "western_africa", "melanesia"} <= {each["region"] for each in shown["regions"]}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_small_world_is_counted_right(matcher: RunningMatcher, seed: int) -> None:
    drawn = drawn_matches(seed, count=seed * 5)
    await write(matcher, drawn)
    shown = await told(matcher, matcher.service.forge.as_coordinator())
    assert as_counted(shown) == about(figures_of(drawn))


async def test_each_way_out_is_counted_with_its_reason_and_the_stage_that_was_left(written: RunningMatcher) -> None:
    shown = await told(written, written.service.forge.as_coordinator())
    ends = [match for match in DRAWN if match.status in OFF_RAMPS]
    expected = Counter((match.status, match.reason, match.stays[-2].stage) for match in ends)
    assert {(each["status"], each["reason"], each["left_from"]): each["matches"] for each in shown["left"]} == expected
    assert {each["title"] for each in shown["left"]}.isdisjoint({each["reason"] for each in shown["left"]})


async def test_the_funnel_counts_who_ever_came_to_each_step(written: RunningMatcher) -> None:
    funnel = (await told(written, written.service.forge.as_coordinator()))["funnel"]
    expected = [sum(any(stay.stage == stage for stay in match.stays) for match in DRAWN) for stage in FUNNEL]
    assert [each["stage"] for each in funnel] == list(FUNNEL)
    assert [each["matches"] for each in funnel] == expected
    assert [each["of_all"] for each in funnel] == [round(number / len(DRAWN), 3) for number in expected]
    assert [each["of_step_before"] for each in funnel[1:]] == [
        round(number / before, 3) if before else 0 for before, number in pairwise(expected)
    ]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OBSERVER])
async def test_every_figure_leads_to_the_list_that_it_counts(matcher: RunningMatcher, role: Role) -> None:
    few = {Role.COORDINATOR: list(DRAWN[:9]), Role.OBSERVER: list(filter(is_public, DRAWN))[:3] + list(DRAWN[:3])}
    await write(matcher, few[role])
    actor = matcher.service.forge.headers(role)
    await must_lead_to_what_they_count(matcher, actor, await told(matcher, actor))


async def test_narrowed_figures_lead_to_the_list_too(written: RunningMatcher) -> None:
    regional = written.service.forge.as_coordinator("ecowas", "eac")
    asked = {"category": "stockpile_management", "area": "african_union", "from": str(FROM), "until": str(UNTIL)}
    shown = await told(written, regional, **asked)
    mine, area, category = is_in("ecowas", "eac"), is_in("african_union"), is_for("stockpile_management")
    counted = [
        match
        for match in DRAWN
        if mine(match) and area(match) and category(match) and FROM <= match.created_at.date() <= UNTIL
    ]
    assert 0 < len(counted) < len(DRAWN)
    assert as_counted(shown) == about(figures_of(counted))
    within = load_vocabulary().within("stockpile_management")
    assert {each["category"] for each in shown["categories"]} <= set(within)
    await must_lead_to_what_they_count(written, regional, shown)


async def test_an_observer_counts_what_is_public_alone(written: RunningMatcher) -> None:
    observer = written.service.forge.as_observer()
    shown = await told(written, observer, donor_kind="state")
    counted = [match for match in DRAWN if is_public(match) and match.donor_kind == "state"]
    assert counted
    assert as_counted(shown) == about(figures_of(counted))
    assert shown["left"] == []
    everything = await told(written, observer)
    assert as_counted(everything) == about(figures_of(list(filter(is_public, DRAWN))))


async def test_a_regional_coordinator_counts_the_matches_of_its_regions(written: RunningMatcher) -> None:
    shown = await told(written, written.service.forge.as_coordinator("ecowas"))
    assert as_counted(shown) == about(figures_of(list(filter(is_in("ecowas"), DRAWN))))


async def test_titles_are_in_the_readers_language(written: RunningMatcher) -> None:
    actor = {**written.service.forge.as_coordinator(), "Accept-Language": "fr"}
    shown = await told(written, actor)
    titles = {each["category"]: each["title"] for each in shown["categories"]}
    assert titles["destruction"] == load_vocabulary().categories["destruction"].titles["fr"]


async def test_states_and_donors_are_not_told_and_unknown_keys_are_refused_by_name(written: RunningMatcher) -> None:
    forge, path = written.service.forge, "/v1/statistics/matches"
    for actor in (forge.as_recipient(), forge.as_donor()):
        assert (await written.service.ask("GET", path, actor)).status_code == 403
    wrong = {"area": "atlantis", "category": "tanks", "donor_kind": "king"}
    for name, value in wrong.items():
        answer = await written.service.ask("GET", path, forge.as_coordinator(), params={name: value})
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, name)


async def test_without_any_match_every_figure_is_nought(matcher: RunningMatcher) -> None:
    shown = await told(matcher, matcher.service.forge.as_coordinator())
    assert (shown["matches"], shown["stages"], shown["categories"], shown["need_to_confirmation"]) == (0, [], [], None)
    assert {(each["matches"], each["of_all"], each["of_step_before"]) for each in shown["funnel"]} == {(0, 0.0, 0.0)}
