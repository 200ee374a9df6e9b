"""Simulated worlds: the same seed gives the same bytes, and their books refuse what a saga must never do."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from matcher.domain.scoring import load_profile
from matcher.domain.supply import Ceiling, Offer
from tests.support.matching_examples import TODAY, component, line, need, numbered, offer
from tests.support.simulated_worlds.drawing import Draw
from tests.support.simulated_worlds.expectations import replayed
from tests.support.simulated_worlds.holds import Books, Hold, Overdrawn, Stage
from tests.support.simulated_worlds.replay import REVIEW, Replay
from tests.support.simulated_worlds.world import simulated_world

NEED, OFFER = need(components=(component(quantity=4_000),)), offer(lines=(line(pledged=5_000),))


def books(an_offer: Offer = OFFER) -> Books:
    found = Books()
    found.needs |= {each: replace(NEED, need_id=each) for each in (NEED.need_id, numbered(1, 2))}
    found.offers[OFFER.offer_id] = an_offer
    return found


def hold(covers: int | None = 4_000, takes: int = 4_000, **changes: Any) -> Hold:
    fields: dict[str, Any] = {
        "need_id": NEED.need_id,
        "component_id": NEED.components[0].component_id,
        "offer_id": OFFER.offer_id,
        "line_id": OFFER.lines[0].line_id,
        "rooms": (),
        "on": TODAY,
        "score": 900,
        "reach": "named",
    }
    return Hold(covers=covers, takes=takes, **fields | changes)


def test_the_same_seed_gives_the_same_bytes() -> None:
    once, again = (replayed(simulated_world(7, needs=40, offers=20)) for _ in range(2))
    assert json.dumps(once) == json.dumps(again)


def test_another_seed_gives_another_world() -> None:
    assert simulated_world(7, needs=5, offers=5) != simulated_world(8, needs=5, offers=5)


def test_a_record_depends_on_its_own_number_alone() -> None:
    assert simulated_world(7, needs=9, offers=9).needs[:5] == simulated_world(7, needs=5, offers=2).needs


def test_draws_keep_their_weights_and_bounds() -> None:
    draw = Draw("weights")
    drawn = Counter(draw.weighed({"often": 3, "seldom": 1}) for _ in range(1_000))
    assert 700 < drawn["often"] < 800
    assert {draw.size((1, 16)) for _ in range(500)} == set(range(1, 17))
    assert sorted(draw.several({"a": 1, "b": 5}, 3)) == ["a", "b"]


def test_what_is_held_stands_on_both_records() -> None:
    kept = books()
    kept.book(hold(covers=3_000, takes=3_000))
    assert kept.need_now(NEED.need_id, 2).components[0].covered == 3_000
    assert kept.offer_now(OFFER.offer_id, 2).lines[0].remaining == 2_000
    kept.holds[0].stage = Stage.COMMITTED
    assert kept.offer_now(OFFER.offer_id, 3).lines[0].committed == 3_000


def test_a_declined_hold_is_released_and_the_pair_refused() -> None:
    kept = books()
    kept.book(hold())
    kept.refuse(kept.holds[0])
    assert kept.need_now(NEED.need_id, 2).components[0].covered == 0
    assert kept.offer_now(OFFER.offer_id, 2).lines[0].remaining == 5_000
    assert kept.refusals == {(NEED.need_id, OFFER.offer_id)}


def test_a_line_is_never_over_committed() -> None:
    kept = books()
    kept.book(hold())
    with pytest.raises(Overdrawn, match="over-committed"):
        kept.book(hold(covers=1_001, takes=1_001, need_id=numbered(1, 2)))


@pytest.mark.parametrize("covers", [1, None])
def test_a_component_is_never_over_covered(covers: int | None) -> None:
    kept = books()
    kept.book(hold())
    with pytest.raises(Overdrawn, match="over-covered"):
        kept.book(hold(covers, takes=1))


def test_a_state_never_gets_more_than_the_ceiling() -> None:
    kept = books(replace(OFFER, ceiling=Ceiling(3_000, "machine")))
    with pytest.raises(Overdrawn, match="ceiling"):
        kept.book(hold(rooms=(("GHA", 4_000),)))


def test_nothing_is_held_before_the_review_is_over() -> None:
    history = Replay(simulated_world(7, needs=40, offers=20), load_profile()).tell()
    opened = {each.need_id: day for day, each in history.world.needs}
    waited = [(each.on - opened[each.need_id]).days for each in history.books.holds]
    assert waited
    assert min(waited) >= REVIEW


def test_every_need_that_was_not_covered_says_why() -> None:
    history = Replay(simulated_world(7, needs=40, offers=20), load_profile()).tell()
    now = {each: history.books.need_now(each, 2) for each in history.books.needs}
    uncovered = {each for each, found in now.items() if found.status != "covered"}
    assert uncovered == {each for each, codes in history.why_not.items() if codes}
