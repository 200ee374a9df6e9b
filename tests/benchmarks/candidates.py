"""The engine's candidates of one need among many offers, against the tests' plain-Python specification."""

import random
from collections.abc import Sequence

from matcher.domain.engine import Engine
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Eligibility, Offer
from tests.benchmarks.ratios import Ratio, medians_side_by_side
from tests.support import reference_matcher
from tests.support.matching_examples import context, line, need, offer


def candidates_vs_plain_python(count: int) -> Ratio:
    """Measure how many times faster the engine answers than the specification, on the same offers."""
    world, today, profile = _offers(count), context(), load_profile()
    asked = need()
    engine = Engine(today, profile, needs=[asked], offers=world)
    found = engine.candidates_of_need(asked.need_id)
    expected = reference_matcher.candidates_of_need(asked, world, today, profile.weights)
    if [each.offer_id for each in found] != [each.offer_id for each in expected] or not found:
        raise AssertionError("the engine and its specification disagree, or found nothing")
    ours, theirs = medians_side_by_side(
        lambda: engine.candidates_of_need(asked.need_id, 20),
        lambda: reference_matcher.candidates_of_need(asked, world, today, profile.weights),
    )
    name = f"candidates_{count // 1000}k_vs_plain_python"
    return Ratio(name, theirs / ours, "times faster", f"top 20 of {count} offers", "the tests' plain-Python reference")


def _offers(count: int) -> Sequence[Offer]:
    chance = random.Random(count)
    geography, vocabulary = context().geography, context().vocabulary
    states = [each for each in geography.states if geography.states[each].may_post_needs]
    categories = list(vocabulary.categories)
    return [
        offer(
            number,
            lines=(line(number, categories=(chance.choice(categories),)),),
            eligibility=Eligibility(everyone=chance.random() < 0.2, states=tuple(chance.sample(states, 5))),
        )
        for number in range(1, count + 1)
    ]
