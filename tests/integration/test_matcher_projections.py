"""The matcher's copies of needs and offers on PostgreSQL, and the candidates that follow each of their changes."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from shared.events.model import Window
from shared.events.offers import Eligibility
from shared.messaging.processing import Applied
from tests.support.published_states import State, event_of, need_state, offer_state, received
from tests.support.running_matcher import RunningMatcher

PAIR = ("N-001", "O-001")
BOTH_SIDES = ("need", "offer")


def component_of(**changes: Any) -> dict[str, Any]:
    [component] = need_state().components
    return {"components": (component.model_copy(update=changes),)}


def line_of(**changes: Any) -> dict[str, Any]:
    [line] = offer_state().lines
    return {"lines": (line.model_copy(update=changes),)}


ENDS: dict[str, State] = {
    "the need is withdrawn": need_state(version=2, status="closed", closed_as="withdrawn"),
    "the need is covered": need_state(version=2, status="covered"),
    "the need's quantity is covered": need_state(version=2, **component_of(covered=Decimal(4))),
    "the need asks for something else": need_state(version=2, **component_of(category="destruction")),
    "the need is shown to coordinators only": need_state(version=2, visibility="coordinators"),
    "the need's time is over": need_state(version=2, window=Window(start=date(2025, 1, 1), end=date(2025, 12, 31))),
    "the offer is paused": offer_state(version=2, status="paused"),
    "the offer is closed": offer_state(version=2, status="closed"),
    "the offer is used up": offer_state(version=2, **line_of(reserved=Decimal(10))),
    "the offer leaves the State out": offer_state(
        version=2, eligibility=Eligibility(everyone=True, excluded_states=("BFA",))
    ),
    "the offer's call is over": offer_state(version=2, call=Window(end=date(2026, 3, 1))),
}


def again(state: State) -> State:
    """Return the record as it was at first, at the version after this one."""
    first = need_state() if hasattr(state, "need_id") else offer_state()
    return first.model_copy(update={"version": state.version + 1})


@pytest.mark.parametrize("order", list(permutations([need_state(), offer_state()])), ids=["need first", "offer first"])
async def test_a_need_and_an_offer_that_fit_are_candidates_whichever_came_first(
    matcher: RunningMatcher, order: tuple[State, ...]
) -> None:
    await matcher.take_in(*order, happened="opened")
    [score] = (await matcher.pairs()).values()
    assert (await matcher.pairs()).keys() == {PAIR}
    assert 0 < score <= 1000


@pytest.mark.parametrize("what", ENDS)
async def test_candidates_go_and_come_again_with_either_side(matcher: RunningMatcher, what: str) -> None:
    ending = ENDS[what]
    await matcher.take_in(need_state(), offer_state())
    before = await matcher.pairs()
    await matcher.take_in(ending)
    assert await matcher.pairs() == {}, what
    await matcher.take_in(again(ending))
    assert await matcher.pairs() == before
    assert sorted((await matcher.versions()).values()) == [1, 3]


async def test_a_change_of_one_record_leaves_the_pairs_of_others_as_they_are(matcher: RunningMatcher) -> None:
    await matcher.take_in(*(need_state(number) for number in (1, 2)), *(offer_state(number) for number in (1, 2)))
    before = await matcher.pairs()
    await matcher.take_in(offer_state(2, 2, status="paused"))
    left = {pair: score for pair, score in before.items() if pair[1] == "O-001"}
    assert len(before) == 4
    assert await matcher.pairs() == left


async def test_a_candidate_states_the_versions_it_was_found_for(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state(), need_state(version=2, priority=5), offer_state(version=2))
    [row] = await matcher.service.rows("SELECT need_version, offer_version FROM candidates")
    assert dict(row) == {"need_version": 2, "offer_version": 2}


async def test_a_changed_need_is_scored_anew(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state())
    before = (await matcher.pairs())[PAIR]
    await matcher.take_in(need_state(version=2, working_languages=("zh",), priority=1))
    assert (await matcher.pairs())[PAIR] < before


@pytest.mark.parametrize("side", BOTH_SIDES)
async def test_the_newest_version_is_kept_whatever_comes_late(matcher: RunningMatcher, side: str) -> None:
    state_at = {"need": need_state, "offer": offer_state}[side]
    await matcher.take_in(need_state(), offer_state(), state_at(version=4, status="closed"))
    before = await matcher.kept_as_bytes()
    assert await matcher.take_in(state_at(version=3), state_at(version=2)) == [Applied.APPLIED] * 2
    assert await matcher.kept_as_bytes() == before
    assert await matcher.pairs() == {}


@pytest.mark.parametrize("side", BOTH_SIDES)
async def test_an_event_that_comes_again_is_applied_once(matcher: RunningMatcher, side: str) -> None:
    await matcher.take_in(need_state(), offer_state())
    state = {"need": need_state, "offer": offer_state}[side](version=2, status="closed")
    record = received(event_of(state))
    outcomes = [await matcher.processor.process(record) for _ in range(3)]
    assert outcomes == [Applied.APPLIED, Applied.DUPLICATE, Applied.DUPLICATE]
    assert await matcher.applied() == 3
    assert await matcher.pairs() == {}


async def test_what_is_stated_again_changes_nothing(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state())
    before = await matcher.kept_as_bytes()
    numbers = await matcher.service.rows("SELECT change_number FROM needs UNION ALL SELECT change_number FROM offers")
    outcomes = await matcher.take_in(need_state(), offer_state(), happened="restated")
    assert outcomes == [Applied.APPLIED] * 2
    assert await matcher.kept_as_bytes() == before
    assert numbers == await matcher.service.rows(
        "SELECT change_number FROM needs UNION ALL SELECT change_number FROM offers"
    )


async def test_a_second_worker_goes_on_where_the_first_one_ended(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(1), offer_state(1))
    another = matcher.another_worker()
    await another.take_in(need_state(2))
    await matcher.take_in(offer_state(2))
    assert (await matcher.pairs()).keys() == {(n, o) for n in ("N-001", "N-002") for o in ("O-001", "O-002")}
