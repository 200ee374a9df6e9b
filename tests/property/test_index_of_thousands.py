"""In one seeded world of thousands of lines the index agrees with the reference, after thousands of changes too."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.engine import Engine
from matcher.domain.rates import Rate
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Offer
from tests.support import reference_matcher
from tests.support.large_worlds import LargeWorld
from tests.support.matching_examples import TODAY

PROFILE = load_profile()
LINES = 3000
RATES = tuple(
    Rate(currency, millionths, TODAY, "UN", "USD")
    for currency, millionths in (("USD", 1_000_000), ("EUR", 923_451), ("JPY", 149_310_007), ("GBP", 787_003))
)


def test_thousands_of_lines_are_ranked_as_the_reference_ranks_them() -> None:
    world = LargeWorld(seed=1)
    offers, needs = world.offers(LINES), asking(world)
    context = in_use(world.context, needs, offers)
    engine = Engine(context, PROFILE, needs=needs, offers=offers)
    sizes = [len(compared(engine, need, offers, context)) for need in needs]
    assert all(sizes), "each need has candidates to rank"


def test_after_thousands_of_changes_the_answers_are_those_of_what_is_left() -> None:
    world, chance = LargeWorld(seed=2), random.Random(3)
    needs = asking(world)
    engine = Engine(world.context, PROFILE, needs=needs)
    held: dict[UUID, Offer] = {}
    for number in range(3000):
        if held and chance.random() < 0.4:
            gone = chance.choice(list(held))
            engine.drop_offer(held.pop(gone).offer_id)
            continue
        amended = chance.random() < 0.4 and len(held) > 10
        kept = {"offer_id": chance.choice(list(held))} if amended else {}
        offer = world.offer(number, 2, status=chance.choice(("open", "open", "open", "paused")), **kept)
        engine.put_offer(offer)
        held[offer.offer_id] = offer
    for need in needs:
        compared(engine, need, list(held.values()), world.context)


@pytest.mark.parametrize("limit", [None, 3])
def test_candidates_are_the_ranked_offers_explained(limit: int | None) -> None:
    world = LargeWorld(seed=4)
    needs = asking(world)
    engine = Engine(world.context, PROFILE, needs=needs, offers=world.offers(LINES))
    for need in needs:
        found = [(each.offer_id, each.score) for each in engine.candidates_of_need(need.need_id, limit)]
        assert found == list(engine.top(need.need_id, limit))


def asking(world: LargeWorld) -> Sequence[Need]:
    """Return needs of one State, of two for two things, and of a group, all asking for what is common."""
    askers: list[dict[str, Any]] = [
        {"states": ("GHA",), "components": parts(world, "marking")},
        {"states": ("BFA", "JAM"), "components": parts(world, "marking", "border_control")},
        {"states": (), "group": "no_such_group", "components": parts(world, "collection"), "languages": ()},
    ]
    return [world.need(number, **each) for number, each in enumerate(askers, 1)]


def parts(world: LargeWorld, *categories: str) -> tuple[Component, ...]:
    drawn = (world.component(number) for number in range(1, len(categories) + 1))
    return tuple(replace(each, category=category) for each, category in zip(drawn, categories, strict=True))


def in_use(context: Context, needs: Sequence[Need], offers: Sequence[Offer]) -> Context:
    """Return the context with rates, some refusals, and amounts held under many ceilings."""
    limited = [offer for offer in offers if offer.ceiling is not None]
    held = {(offer.offer_id, state): 60_000 for offer in limited for state in ("GHA", "KEN")}
    refusals = frozenset((need.need_id, offer.offer_id) for need in needs for offer in offers[::7])
    return replace(context, refusals=refusals, held=held, rates=RATES)


def compared(engine: Engine, need: Need, offers: Sequence[Offer], context: Context) -> list[tuple[UUID, int]]:
    """Return the ranked offers after comparing them with the reference, whole and cut."""
    found = reference_matcher.candidates_of_need(need, offers, context, PROFILE.weights)
    expected = [(each.offer_id, each.score) for each in found]
    assert list(engine.top(need.need_id)) == expected
    assert list(engine.top(need.need_id, 20)) == expected[:20]
    return expected
