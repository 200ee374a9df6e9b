"""From a round's problem to a program: the pairs as columns, the levels as objectives, a plan as a start, and back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matcher.adapters.solving.columns import add_columns
from matcher.adapters.solving.program import Floats, Program, Term
from matcher.adapters.solving.rows import add_few_offers, add_groups, add_least, add_limits
from matcher.domain.amounts import ONE
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.parts import MILLION, UNMEASURED_SHARE

LEAST_OF = ("equity", "regions")


class Model:
    """The program of some pairs of a problem, beside the matches that a ledger holds and that stay as they are.

    Of each all-or-nothing need either all pairs are among `places` or none, and the ledger holds none of `places`.
    `pins` are matches that must be there (`must` False: may), with their quantity if one is set. Objectives are
    in thousandths of a share, in points, or minus the number of matches.
    """

    def __init__(
        self,
        held: Ledger,
        places: Sequence[int],
        pins: Mapping[int, int | None],
        *,
        must: bool = True,
        relaxed: bool = False,
    ) -> None:
        self.problem, self.held, self.places = held.problem, held, tuple(places)
        self.program = program = Program()
        self.columns = {
            place: add_columns(
                program, self.problem.pairs[place], pinned=pins.get(place), must=must and place in pins, relaxed=relaxed
            )
            for place in self.places
        }
        self._held_shares = self._shares_of(held.matches)
        self.limits = add_limits(program, held, self.columns)
        self._groups = add_groups(program, held, self.columns)
        self._offers = add_few_offers(program, held, self.columns)
        self._weights = [wanted.weight / self.problem.total_weight for wanted in self.problem.wanted]
        self._members = {"equity": self.problem.places, "regions": self.problem.regions}
        shares = self._share_terms()
        self._least = {
            level: add_least(program, self._members[level], self._weights, self._held_shares, shares)
            for level in LEAST_OF
        }
        self._floors = {level: program.row(self._terms(level)) for level in ("coverage", "fit")}

    def costs(self, level: str) -> Floats:
        """Return the objective of a level."""
        return self.program.objective(self._terms(level))

    def held_value(self, level: str) -> float:
        """Return what the matches that stay add to a level's objective."""
        pairs, matches = self.problem.pairs, self.held.matches.items()
        if level == "coverage":
            return sum(self._weights[pairs[each].component] * pairs[each].share(much) for each, much in matches) / ONE
        if level == "fit":
            return sum(pairs[each].score * pairs[each].share(much) for each, much in matches) / MILLION
        return -float(len(matches)) if level == "matches" else 0.0

    def keep(self, level: str, value: float) -> None:
        """Demand at least this value of a level, in the objective's own unit."""
        if level in self._floors:
            self.program.row_lower[self._floors[level]] = value - self.held_value(level)
        elif level in self._least:
            column = self._least[level]
            self.program.lower[column] = min(value / ONE, self.program.upper[column])

    def lift(self, keys: Iterable[str], most: float) -> Floats:
        """Return the objective that raises each of these States, but none above a share."""
        shares, costs = self._share_terms(), list[Term]()
        for key in keys:
            components = self._members["equity"][key]
            whole = sum(self._weights[each] for each in components)
            has = sum(self._weights[each] * self._held_shares[each] for each in components) / whole
            lifted = self.program.column(0.0, most)
            terms = [(at, by * self._weights[each] / whole) for each in components for at, by in shares.get(each, ())]
            self.program.row([*terms, (lifted, -1.0)], lower=-has)
            costs.append((lifted, float(ONE)))
        return self.program.objective(costs)

    def start(self, matches: Mapping[int, int | None]) -> Floats:
        """Return the values of all columns for the matches of a plan among these pairs."""
        values = np.zeros(len(self.program.lower))
        for place, quantity in matches.items():
            columns, pair = self.columns[place], self.problem.pairs[place]
            if columns.used is not None:
                values[columns.used] = 1.0
            if columns.quantity is not None:
                values[columns.quantity] = (quantity or 0) / columns.unit
            self._choose(values, pair.component, pair.line)
        shares = self._shares_of(matches)
        for level, column in self._least.items():
            least = min(self._shares_by(shares, self._members[level].values()), default=0.0)
            values[column] = min(self.program.upper[column], least)
        return values

    def wishes(self, values: Floats) -> dict[int, int | None]:
        """Return the matches that a solution stands for, quantities in thousandths, not yet made to fit exactly."""
        found: dict[int, int | None] = {}
        for place, columns in self.columns.items():
            if columns.quantity is not None:
                quantity = round(values[columns.quantity] * columns.unit)
                if quantity > 0:
                    found[place] = quantity
            elif columns.used is not None and round(values[columns.used]) == 1:
                found[place] = columns.unit or None
        return found

    def _choose(self, values: Floats, component: int, line: int) -> None:
        offer = self._offers.get((component, self.problem.given[line].offer_id))
        group = self.problem.wanted[component].group
        choice = None if group is None else self._groups.get(group)
        for column in (offer, choice):
            if column is not None:
                values[column] = 1.0

    def _terms(self, level: str) -> Iterable[Term]:
        if level in self._least:
            return [(self._least[level], float(ONE))]
        if level == "matches":
            return [term for columns in self.columns.values() for term in columns.terms(0.0, -1.0)]
        if level == "coverage":
            weights = self._weights
            return [term for place in self.places for term in self._share(place, ONE * weights[self._component(place)])]
        return [term for place in self.places for term in self._share(place, float(self.problem.pairs[place].score))]

    def _share_terms(self) -> Mapping[int, list[Term]]:
        found: defaultdict[int, list[Term]] = defaultdict(list)
        for place in self.places:
            found[self._component(place)].extend(self._share(place, 1.0))
        return found

    def _share(self, place: int, worth: float) -> Iterable[Term]:
        pair, columns = self.problem.pairs[place], self.columns[place]
        if pair.asked is None:
            return columns.terms(0.0, worth * UNMEASURED_SHARE / MILLION)
        return columns.terms(worth / pair.asked, 0.0)

    def _component(self, place: int) -> int:
        return self.problem.pairs[place].component

    def _shares_of(self, matches: Mapping[int, int | None]) -> list[float]:
        shares = [0.0] * len(self.problem.wanted) if matches is self.held.matches else list(self._held_shares)
        for place, quantity in matches.items():
            shares[self._component(place)] += self.problem.pairs[place].share(quantity) / MILLION
        return shares

    def _shares_by(self, shares: Sequence[float], members: Iterable[tuple[int, ...]]) -> Iterable[float]:
        for components in members:
            whole = sum(self._weights[each] for each in components)
            yield sum(self._weights[each] * shares[each] for each in components) / whole
