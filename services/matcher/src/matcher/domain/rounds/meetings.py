"""Which needs and offers of a round are worth looking at together: one branch of categories, a State in common."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from matcher.domain.candidates import Answer, find_answer
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.rounds.scoping import Inputs
from matcher.domain.scoring import ScoringProfile
from matcher.domain.supply import Eligibility, Offer
from shared.vocabulary import Relation

_ON_ONE_BRANCH: Final = frozenset({Relation.SAME, Relation.PARENT, Relation.CHILD})


class MeetingsOfRound:
    """Finds the answers to each need; what it leaves out cannot pass the hard conditions."""

    def __init__(self, inputs: Inputs, context: Context, profile: ScoringProfile) -> None:
        self._offers = inputs.offers
        self._context = context
        self._profile = profile
        self._reach: dict[Eligibility, frozenset[str] | None] = {}
        self._near: dict[str, frozenset[int]] = {}
        self._by_category: defaultdict[str, set[int]] = defaultdict(set)
        for place, offer in enumerate(self._offers):
            for category in {category for line in offer.lines for category in line.categories}:
                self._by_category[category].add(place)

    def answers(self, need: Need) -> Iterator[Answer]:
        """Give the offers that answer the need, each with its valid pairs, in the order of the offers."""
        states = frozenset(self._context.states_of(need))
        near = {place for component in need.components for place in self._offers_near(component.category)}
        for place in sorted(near):
            offer = self._offers[place]
            if not states or self._may_reach(offer, states):
                answer = find_answer(need, offer, self._context, self._profile)
                if answer is not None:
                    yield answer

    def _offers_near(self, category: str) -> frozenset[int]:
        if category not in self._near:
            self._near[category] = frozenset(
                place
                for offered, places in self._by_category.items()
                if offered == category or self._context.relation(offered, category) in _ON_ONE_BRANCH
                for place in places
            )
        return self._near[category]

    def _may_reach(self, offer: Offer, states: frozenset[str]) -> bool:
        eligibility = offer.eligibility
        if eligibility not in self._reach:
            areas = (self._context.members_since(area, None) for area in eligibility.areas)
            named = frozenset(eligibility.states).union(*areas)
            self._reach[eligibility] = None if eligibility.everyone else named
        reached = self._reach[eligibility]
        return reached is None or not reached.isdisjoint(states)
