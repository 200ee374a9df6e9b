"""What one context and one profile let a need see through the index, worked out once and kept while they hold."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar
from uuid import UUID

import numpy as np

from matcher.domain.amounts import ONE
from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.eligibility import reach
from matcher.domain.forms import are_said, met
from matcher.domain.index.areas import AreaSets, Step
from matcher.domain.index.arrays import Ints
from matcher.domain.index.facets import BLANK, FACETS
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.mark import NOT_SAID
from matcher.domain.scoring.profile import ScoringProfile
from matcher.domain.supply import Eligibility, Line, Offer

LOW: Final = (1 << 64) - 1
"""The lower half of an identifier; who shares it with another is looked at one by one, which is always right."""

_MOST_KEPT: Final = 1024

Example = TypeVar("Example")
Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class _Worth:
    areas: int
    steps: Sequence[Step]
    everyone: int


class Outlook:
    """Answers of the conditions and criteria for what repeats among the offers of one index, by what needs ask.

    They go by the numbers that this index gave, and its copies: two indexes need an outlook each.
    """

    def __init__(self, context: Context, profile: ScoringProfile) -> None:
        self.context = context
        self.weights = profile.weights
        self._answers: dict[Hashable, Ints] = {}
        self._worth: dict[Hashable, _Worth] = {}
        self._refused: dict[UUID, list[int]] | None = None
        self._held: dict[str, list[int]] | None = None

    def contribution(self, criterion: str, points: Ints) -> Ints:
        """Return what the points of a criterion add to the score."""
        return points * self.weights[criterion] // ONE

    def of_facet(self, name: str, need: Need, examples: Sequence[Offer]) -> Ints:
        """Return the points of each distinct side for the need."""
        facet = FACETS[name]

        def points(example: Offer) -> int:
            return facet.points(Meeting(need, example, self.context))

        return self._kept((name, facet.asked(need)), examples, points)

    def of_modalities(self, component: Component, examples: Sequence[Line]) -> Ints:
        """Return the points of each distinct set of forms of help; 0 where the forms do not meet."""

        def points(example: Line) -> int:
            if not are_said(component, example):
                return NOT_SAID
            return len(met(component, example, self.context.vocabulary)) * ONE // len(component.modalities)

        return self._kept(("modalities", component.modalities), examples, points)

    def of_areas(self, need: Need, state: str | None, sets: AreaSets) -> Ints:
        """Return what each set of areas is worth to one State of the need; None = its group, without known members."""
        key = (state, need.group, need.window.start if need.historic else None)
        known = self._worth.get(key)
        if known is None or known.areas < len(sets.areas):
            alone = replace(need, states=() if state is None else (state,))
            each = [self._points(alone, Eligibility(regions=(area,))) for area in sets.areas.values]
            of_everyone = self._points(alone, Eligibility(everyone=True))
            known = _Worth(len(each), sets.steps(dict(enumerate(each))), of_everyone)
            self._worth[key] = known
        return sets.points(known.steps, known.everyone)

    def refused(self, need_id: UUID) -> Sequence[int]:
        """Return the lower halves of the offers that were refused for this need."""
        if self._refused is None:
            self._refused = _grouped((need, offer) for need, offer in self.context.refusals)
        return self._refused.get(need_id, ())

    def held_by(self, states: Sequence[str]) -> Sequence[int]:
        """Return the lower halves of the offers under which one of the States has something already."""
        if self._held is None:
            self._held = _grouped((state, offer) for offer, state in self.context.held)
        return [low for state in states for low in self._held.get(state, ())]

    def _points(self, alone: Need, eligibility: Eligibility) -> int:
        return reach(alone, replace(BLANK, eligibility=eligibility), self.context)[0].points

    def _kept(self, key: Hashable, examples: Sequence[Example], points: Callable[[Example], int]) -> Ints:
        kept = self._answers.get(key)
        if kept is None or len(kept) < len(examples):
            known = list[int]() if kept is None else list[int](kept)
            kept = np.array([*known, *map(points, examples[len(known) :])], np.int64)
            if len(self._answers) >= _MOST_KEPT:
                self._answers.clear()
            self._answers[key] = kept
        return kept


def _grouped(pairs: Iterable[tuple[Group, UUID]]) -> dict[Group, list[int]]:
    lows: defaultdict[Group, list[int]] = defaultdict(list)
    for group, offer_id in pairs:
        lows[group].append(offer_id.int & LOW)
    return lows
