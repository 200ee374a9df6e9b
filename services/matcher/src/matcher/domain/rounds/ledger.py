"""What a growing plan has used of every limit, in exact whole numbers: nothing is ever written that does not fit."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction

from matcher.domain.rounds.problem import Problem
from matcher.domain.rounds.steps import down_to_step


class Ledger:
    """Matches by the place of their pair, with their quantity (None: unmeasured), within all shared limits.

    All-or-nothing needs are not its affair: whoever fills it sees to them.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.matches: dict[int, int | None] = {}
        self._used: list[Fraction | int] = [0] * len(problem.limits)
        self._offers: defaultdict[int, Counter[object]] = defaultdict(Counter)

    def copy(self) -> "Ledger":
        """Return a ledger of its own with the same matches."""
        twin = Ledger(self.problem)
        twin.matches, twin._used = dict(self.matches), list(self._used)
        twin._offers = defaultdict(Counter, {component: Counter(each) for component, each in self._offers.items()})
        return twin

    def used(self, limit: int) -> Fraction | int:
        """Return what is used of a limit."""
        return self._used[limit]

    def left(self, limit: int) -> Fraction | int:
        """Return what is left of a limit."""
        return self.problem.limits[limit].amount - self._used[limit]

    def offers_of(self, component: int) -> frozenset[object]:
        """Return the offers that a component is matched with."""
        return frozenset(self._offers[component]) if component in self._offers else frozenset()

    def room(self, place: int) -> int:
        """Return the most that a measured pair could have in all, in its steps; 0 where less than its minimum."""
        pair = self.problem.pairs[place]
        if pair.asked is None or not self._offer_may(place):
            return 0
        held = self.matches.get(place)
        most = pair.most
        for use in pair.uses:
            left = self.left(use.limit) + (0 if held is None else use.of(held)) - use.per_match
            if left < 0:
                return 0
            if use.multiply:
                most = min(most, left * use.divide // use.multiply)
        most = down_to_step(int(most), pair.step)
        return most if most >= pair.least else 0

    def may_be_unmeasured(self, place: int) -> bool:
        """Say whether a pair that cannot be measured still finds whole what it takes whole."""
        pair = self.problem.pairs[place]
        free = all(use.per_match <= self.left(use.limit) for use in pair.uses)
        return pair.asked is None and place not in self.matches and self._offer_may(place) and free

    def put(self, place: int, quantity: int | None) -> None:
        """Write a match in place of any former one of the pair; the caller has asked whether it fits."""
        self.drop(place)
        pair = self.problem.pairs[place]
        for use in pair.uses:
            self._used[use.limit] += use.of(quantity)
        self.matches[place] = quantity
        self._offers[pair.component][self._offer(place)] += 1

    def put_most(self, place: int) -> bool:
        """Write as much as fits, whole where it cannot be measured; say whether there is such a match now."""
        if self.problem.pairs[place].asked is None:
            if self.may_be_unmeasured(place):
                self.put(place, None)
            return place in self.matches
        room = self.room(place)
        if room and room > (self.matches.get(place) or 0):
            self.put(place, room)
        return place in self.matches

    def drop(self, place: int) -> None:
        """Take a match away, if there is one."""
        if place not in self.matches:
            return
        pair, quantity = self.problem.pairs[place], self.matches.pop(place)
        for use in pair.uses:
            self._used[use.limit] -= use.of(quantity)
        offers = self._offers[pair.component]
        offers[self._offer(place)] -= 1
        if not offers[self._offer(place)]:
            del offers[self._offer(place)]

    def drop_all(self, places: Iterable[int]) -> None:
        """Take several matches away."""
        for place in list(places):
            self.drop(place)

    def _offer(self, place: int) -> object:
        return self.problem.given[self.problem.pairs[place].line].offer_id

    def _offer_may(self, place: int) -> bool:
        most = self.problem.offers_per_component
        component = self.problem.pairs[place].component
        if most is None or component not in self._offers:
            return True
        offers = self._offers[component]
        return self._offer(place) in offers or len(offers) < most
