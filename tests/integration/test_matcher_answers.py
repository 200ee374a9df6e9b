"""What the matcher answers: candidates in order and in pages, reasons that add up, and near misses while all moves."""

import asyncio
import re
import threading
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.matching import SqlMatching
from matcher.application.take_in_need import TakeInNeed, take_in_need
from matcher.application.take_in_offer import TakeInOffer, take_in_offer
from matcher.domain.engine import Engine
from shared.events.needs import NeedState
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.waiting import eventually

CANDIDATES = f"/v1/needs/{need_id(1)}/candidates"
Item = dict[str, Any]


async def ask(matcher: RunningMatcher, path: str, **request: Any) -> httpx.Response:
    return await matcher.service.ask("GET", path, matcher.service.forge.as_coordinator(), **request)


async def pages(matcher: RunningMatcher, path: str, limit: int) -> list[list[Item]]:
    """Follow the links from page to page."""
    answer = await ask(matcher, path, params={"limit": limit})
    found = [answer.json()["items"]]
    while "next" in answer.links:
        answer = await ask(matcher, answer.links["next"]["url"])
        found.append(answer.json()["items"])
    return found


def rank(item: Item) -> tuple[int, UUID]:
    return -item["score"], UUID((item.get("offer") or item["need"])["id"])


def asking_for_another_thing(number: int) -> NeedState:
    """Return a need that every offer misses by its category alone."""
    [machines] = need_state(number).components
    return need_state(number, components=(machines.model_copy(update={"category": "destruction"}),))


async def test_candidates_come_best_first_and_ties_by_the_id_of_the_other_side(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), *(offer_state(n) for n in (5, 2, 4)))
    await matcher.take_in(*(offer_state(n, working_languages=("zh",)) for n in (3, 1)))
    [items] = await pages(matcher, CANDIDATES, 50)
    assert [item["offer"]["external_id"] for item in items] == ["O-002", "O-004", "O-005", "O-001", "O-003"]
    assert items == sorted(items, key=rank)


async def test_pages_hold_every_candidate_once_on_either_side(matcher: RunningMatcher) -> None:
    await matcher.take_in(*(need_state(n, priority=n % 3 + 1) for n in range(1, 8)))
    languages = [("fr",), ("zh",), ()]
    await matcher.take_in(*(offer_state(n, working_languages=languages[n % 3]) for n in range(1, 8)))
    for path in (CANDIDATES, f"/v1/offers/{offer_id(1)}/candidates"):
        [whole] = await pages(matcher, path, 50)
        in_pages = await pages(matcher, path, 2)
        assert [len(page) for page in in_pages] == [2, 2, 2, 1]
        assert [item for page in in_pages for item in page] == whole
        assert whole == sorted(whole, key=rank)


async def test_a_page_is_steady_while_better_candidates_come(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), *(offer_state(n, working_languages=("zh",)) for n in range(1, 5)))
    first = await ask(matcher, CANDIDATES, params={"limit": 2})
    await matcher.take_in(offer_state(9), offer_state(1, 2, status="closed"))
    second = await ask(matcher, first.links["next"]["url"])
    found = [item["offer"]["external_id"] for item in first.json()["items"] + second.json()["items"]]
    assert found == ["O-001", "O-002", "O-003", "O-004"]


async def test_a_cursor_of_another_listing_is_refused(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state())
    answer = await ask(matcher, CANDIDATES, params={"cursor": "bm9uc2Vuc2U"})
    assert answer.status_code == 400


async def test_the_reasons_of_a_candidate_add_up_to_its_score_and_are_told(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state())
    [[item]] = await pages(matcher, CANDIDATES, 50)
    for told in (item, *item["pairs"]):
        assert sum(reason["contribution"] for reason in told["explanation"]) == told["score"]
        for reason in told["explanation"]:
            assert reason["contribution"] == reason["points"] * reason["weight"] // 1000
            assert re.fullmatch(r"[A-Z][^{}]*\.", reason["sentence"]), reason["sentence"]
    assert sum(reason["weight"] for reason in item["explanation"]) == 1000


async def test_a_candidate_names_the_other_side_and_what_fits(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state())
    [[item]] = await pages(matcher, CANDIDATES, 50)
    assert item["offer"] == {
        "id": str(offer_id(1)),
        "external_id": "O-001",
        "title": "Marking machines 1",
        "organisation": "eu",
        "donor_name": "European Union",
        "historic_example": False,
    }
    [pair] = item["pairs"]
    [component], [line] = need_state().components, offer_state().lines
    assert (pair["component_id"], pair["line_id"]) == (str(component.component_id), str(line.line_id))
    assert pair["takeable_thousandths"] == 4000


async def test_a_near_miss_says_what_fails_and_what_would_change_it(matcher: RunningMatcher) -> None:
    [line] = offer_state().lines
    used_up = line.model_copy(update={"reserved": Decimal(10)})
    await matcher.take_in(need_state(), offer_state(lines=(used_up,)))
    [miss] = (await ask(matcher, f"/v1/needs/{need_id(1)}/near-misses")).json()["items"]
    [failed] = miss["failed"]
    assert failed["code"] == "exhausted"
    assert failed["sentence"].endswith(".")
    assert failed["change"]["who"] == "donor"


async def test_near_misses_follow_every_change(matcher: RunningMatcher) -> None:
    path = f"/v1/offers/{offer_id(1)}/near-misses"
    await matcher.take_in(offer_state())
    assert (await ask(matcher, path)).json()["items"] == []
    await matcher.take_in(asking_for_another_thing(1))
    assert len((await ask(matcher, path)).json()["items"]) == 1
    await matcher.take_in(need_state(1, 2))
    assert (await ask(matcher, path)).json()["items"] == []


async def test_near_misses_are_found_while_needs_pour_in(matcher: RunningMatcher) -> None:
    await matcher.take_in(offer_state(), asking_for_another_thing(1))
    path = f"/v1/offers/{offer_id(1)}/near-misses"
    answers: list[httpx.Response] = []

    async def keep_asking() -> None:
        while len(answers) < 40:
            answers.append(await ask(matcher, path, params={"limit": 20}))

    pouring = matcher.take_in(*(asking_for_another_thing(number) for number in range(2, 40)))
    await asyncio.gather(pouring, *(keep_asking() for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len((await ask(matcher, path, params={"limit": 20})).json()["items"]) == 20


async def test_a_change_between_the_two_reads_of_an_engine_is_not_missed(matcher: RunningMatcher) -> None:
    """The engine reads needs, is held up before it reads offers, and meanwhile one of each is committed."""
    await matcher.take_in(asking_for_another_thing(1))
    today = matcher.service.clock().date()
    waiting = "SELECT 1 FROM pg_locks WHERE relation = 'offers'::regclass AND NOT granted"

    async def waits() -> bool:
        return bool(await matcher.service.rows(waiting))

    async with matcher.service.database.sessions() as session, session.begin():
        await session.execute(text("LOCK TABLE offers IN ACCESS EXCLUSIVE MODE"))
        reading = asyncio.create_task(ask(matcher, f"/v1/needs/{need_id(1)}/near-misses"))
        await eventually(waits, within=20, what="the engine has read the needs and waits to read the offers")
        matching = SqlMatching(session, EngineInMemory(), today)
        await take_in_need(TakeInNeed(asking_for_another_thing(2)), matching=matching)
        await take_in_offer(TakeInOffer(offer_state()), matching=matching)
    assert (await reading).status_code == 200
    answer = await ask(matcher, f"/v1/needs/{need_id(2)}/near-misses")
    assert (answer.status_code, len(answer.json().get("items", []))) == (200, 1)


async def test_an_engine_does_not_change_while_it_is_asked(matcher: RunningMatcher) -> None:
    sessions, today, engine = matcher.service.database.sessions, matcher.service.clock().date(), EngineInMemory()
    begun, changed = threading.Event(), threading.Event()

    def slow(asked: Engine) -> tuple[int, int]:
        before = len(asked.needs)
        begun.set()
        changed.wait(0.3)
        return before, len(asked.needs)

    def quick(asked: Engine) -> int:
        changed.set()
        return len(asked.needs)

    await matcher.take_in(need_state(1))
    async with sessions() as one, sessions() as another:
        first = asyncio.create_task(engine.asked(one, today, slow))
        await eventually(begun.is_set, what="the first question is being answered")
        await matcher.take_in(need_state(2))
        assert await engine.asked(another, today, quick) == 2
        assert await first == (1, 1)
