"""A need as the compiled floor reads it, of one component, one State and one text."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.scoring import ScoringProfile
from matcher.domain.texts import words_of
from tests.benchmarks.packed import NEVER, UNKNOWN, PackedOffers
from tests.support.matching_examples import line
from tests.support.reference_conditions import category_points
from tests.support.reference_quantities import asked_of


class PackedNeed(NamedTuple):
    """Tables by number, masks of bits, days as ordinals, weights by criterion."""

    points_of_category: npt.NDArray[np.int64]
    asked: npt.NDArray[np.int64]
    sought: npt.NDArray[np.bool_]
    words: int
    language: int
    state_word: int
    state_bit: np.uint64
    subregional: np.uint64
    region: np.uint64
    development: np.uint64
    forms: int
    bought: int
    finance: int
    forms_asked: int
    applicants: int
    conditions: int
    working: int
    known: int
    today: int
    first: int
    last: int
    useful: int
    wanted: int
    deadline: int
    weights: npt.NDArray[np.int64]


CRITERIA = ("category", "specificity", "coverage", "modality", "timing", "language", "conditions", "words")


def pack_need(need: Need, offers: PackedOffers, context: Context, profile: ScoringProfile) -> PackedNeed:
    """Return the packed need; its window has two ends and has not begun before today."""
    (component,), (state,), (text,) = need.components, need.states, need.texts
    start, end = need.window.start, need.window.end
    if start is None or end is None or start < context.today:
        raise ValueError("not a need for the floor")
    words = words_of(text)
    sought = np.zeros(len(offers.words.known), np.bool_)
    sought[
        [offers.words.known[text.language, word] for word in words if (text.language, word) in offers.words.known]
    ] = 1
    bit = offers.states[state]
    return PackedNeed(
        points_of_category=np.array([_category(component, each, context) for each in offers.categories.known]),
        asked=np.array([_asked(component, unit, currency, context) for unit, currency in offers.measures.known]),
        sought=sought,
        words=len(words),
        language=offers.languages[text.language],
        state_word=bit // 64,
        state_bit=np.uint64(1 << bit % 64),
        subregional=_areas(state, "subregional", offers, context),
        region=_areas(state, "region", offers, context),
        development=_areas(state, "development", offers, context),
        forms=offers.forms.mask(component.modalities),
        bought=offers.forms.mask(
            form for form in component.modalities if context.vocabulary.modalities[form].money_buys
        ),
        finance=offers.forms.mask(["finance"]),
        forms_asked=len(component.modalities),
        applicants=offers.applicants.mask(need.applicants),
        conditions=offers.conditions.mask(need.conditions_met),
        working=offers.languages.mask(need.languages),
        known=offers.languages.mask([*need.languages, text.language]),
        today=context.today.toordinal(),
        first=start.toordinal(),
        last=end.toordinal(),
        useful=max(1, need.shortest_useful_days),
        wanted=(end - start).days + 1,
        deadline=NEVER if need.deadline is None else need.deadline.toordinal(),
        weights=np.array([profile.weights[name] for name in CRITERIA], np.int64),
    )


def _category(component: Component, category: str, context: Context) -> int:
    points = category_points(component, line(categories=(category,)), context)
    return points if points >= 700 else 0


def _asked(component: Component, unit: str | None, currency: str | None, context: Context) -> int:
    amount = asked_of(component, line(unit=unit, currency=currency), context)
    return UNKNOWN if amount is None else amount


def _areas(state: str, kind: str, offers: PackedOffers, context: Context) -> np.uint64:
    areas = context.geography.areas
    return np.uint64(
        offers.areas.mask(key for key in areas if areas[key].kind == kind and state in context.members(key))
    )
