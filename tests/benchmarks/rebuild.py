"""How fast an engine is rebuilt from published states, against doing nothing but parse the same JSON."""

import json
import random
import statistics
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from matcher.adapters.catching_up import put_need, put_offer
from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from matcher.domain.texts import Text as Written
from shared.events.model import Text
from shared.events.offers import Eligibility
from tests.benchmarks.ratios import ROUNDS, Ratio, seconds_of
from tests.support.large_worlds import LargeWorld
from tests.support.matching_examples import context
from tests.support.published_states import need_state, offer_state

EVENTS = 100_000
TEMPLATES = 400


def rebuilds() -> tuple[Ratio, Ratio]:
    """Fill one engine in as many parts as there are rounds, each part timed beside its bare parsing."""
    states, engine = _states(), Engine(context(), load_profile())
    size = EVENTS // ROUNDS
    parts = [states[begin : begin + size] for begin in range(0, EVENTS, size)]
    pairs = [(seconds_of(partial(_put, engine, part)), seconds_of(partial(_parse, part))) for part in parts]
    if len(engine.needs) + len(engine.offers) != EVENTS:
        raise AssertionError("the engine does not hold what was put")
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    what = f"{EVENTS} states into one engine, median of {ROUNDS} parts"
    parsing = f"json.loads of the states alone, {size / theirs:.0f} a second"
    return (
        Ratio("rebuild_100k_events_per_s", size / ours, "events/s", what, parsing),
        Ratio("rebuild_100k_events_vs_json_loads", ours / theirs, "times slower", what, parsing),
    )


def _put(engine: Engine, states: Sequence[str]) -> None:
    for state in states:
        document = json.loads(state)
        (put_need if "need_id" in document else put_offer)(engine, document)


def _parse(states: Sequence[str]) -> None:
    for state in states:
        json.loads(state)


def _states() -> list[str]:
    """Return needs and offers in turn, of a few hundred kinds, each with an identifier of its own."""
    world, chance = LargeWorld(seed=7), random.Random(7)
    kinds = [_kind(number, world) for number in range(1, TEMPLATES + 1)]
    return [
        text.replace(str(identifier), str(UUID(int=chance.getrandbits(128))))
        for text, identifier in (kinds[number % TEMPLATES] for number in range(EVENTS))
    ]


def _kind(number: int, world: LargeWorld) -> tuple[str, UUID]:
    """Return the JSON of a need or an offer, and its identifier."""
    if number % 2:
        asked = world.need(number)
        need = need_state(number, states=asked.states, texts=_texts(asked.texts))
        parts = tuple(each.model_copy(update={"category": asked.components[0].category}) for each in need.components)
        return need.model_copy(update={"components": parts}).model_dump_json(), need.need_id
    given = world.offer(number, 1)
    eligible = Eligibility(
        everyone=given.eligibility.everyone,
        states=given.eligibility.states,
        regions=given.eligibility.regions,
        groups=given.eligibility.groups,
        excluded_states=given.eligibility.excluded_states,
    )
    offer = offer_state(number, eligibility=eligible, texts=_texts(given.texts))
    lines = tuple(each.model_copy(update={"categories": given.lines[0].categories}) for each in offer.lines)
    return offer.model_copy(update={"lines": lines}).model_dump_json(), offer.offer_id


def _texts(texts: Sequence[Written]) -> tuple[Text, ...]:
    return tuple(Text.model_validate({"language": each.language, "title": each.title}) for each in texts)
