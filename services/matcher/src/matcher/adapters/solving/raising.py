"""The levels one after another: each raised as far as it goes while the former stay within their tolerance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from matcher.adapters.solving.watching import Watch
from matcher.domain.amounts import ONE
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.outcome import LEVELS, Level
from matcher.domain.rounds.problem import Problem
from matcher.domain.rounds.valuing import shares_by, shares_of, values_of

_TOLERANCE_OF: Final = {"coverage": "coverage", "equity": "equity", "regions": "equity", "fit": "fit"}
_ROOM_FOR_ROUNDING: Final = 20_000
"""A solver is asked for this part of a floor more than the floor, so that rounding down does not fall below it."""
_ROUNDED_AWAY: Final = 100_000


def objective_of(level: str, value: int) -> float:
    """Return a level's value in the unit of its objective, of which more is always better."""
    return -float(value) if level == "matches" else value / ONE


def value_of(level: str, objective: float) -> int:
    """Return the level's value for a bound on its objective, rounded so that no plan can be better."""
    slack = 1e-6 * max(1.0, abs(objective))
    return -int((objective + slack) // 1) if level == "matches" else int((objective + slack) * ONE)


def gap_of(level: str, value: int, bound: int) -> int:
    """Return how far a value is from its bound, in thousandths of the larger, rounded up.

    What rounding shares down to millionths loses, less than a hundred-thousandth, is no gap.
    """
    far, whole = (value - bound, value) if level == "matches" else (bound - value, bound)
    return 0 if far * _ROUNDED_AWAY <= whole else -(-ONE * far // whole)


@dataclass
class Standing:
    """The best plan so far, the floors that later plans must keep, and what is known of each level passed."""

    problem: Problem
    pins: Mapping[int, int | None]
    best: Ledger
    floors: dict[str, int] = field(default_factory=dict[str, int])
    levels: list[Level] = field(default_factory=list[Level])
    values: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        self.values = values_of(self.problem, self.best.matches)

    def offer(self, level: str, ledger: Ledger) -> bool:
        """Take a plan that is better on the level and keeps all floors and pins; say whether it was taken."""
        values = values_of(self.problem, ledger.matches)
        if objective_of(level, values[level]) <= objective_of(level, self.values[level]) or not self.allows(
            ledger, values
        ):
            return False
        self.best, self.values = ledger, values
        return True

    def offer_lifted(self, ledger: Ledger) -> bool:
        """Take a plan in which the least share is larger, or as large and fewer States have no more than it."""
        values = values_of(self.problem, ledger.matches)
        if self._leastness(ledger) <= self._leastness(self.best) or not self.allows(ledger, values):
            return False
        self.best, self.values = ledger, values
        return True

    def places(self, ledger: Ledger) -> dict[str, int]:
        """Return the share of each State in a plan, in millionths."""
        return shares_by(self.problem, shares_of(self.problem, ledger.matches), self.problem.places)

    def _leastness(self, ledger: Ledger) -> tuple[int, int]:
        shares = list(self.places(ledger).values())
        least = min(shares, default=0)
        return least, -shares.count(least)

    def allows(self, ledger: Ledger, values: Mapping[str, int]) -> bool:
        """Say whether a plan keeps all floors and pins."""
        pinned = all(place in ledger.matches for place in self.pins)
        return pinned and all(values[level] >= floor for level, floor in self.floors.items())

    def aims(self) -> dict[str, float]:
        """Return what a solver is asked to keep of each level passed, in the objectives' units."""
        found: dict[str, float] = {}
        for level, floor in self.floors.items():
            aim = min(floor + floor // _ROOM_FOR_ROUNDING, max(floor, self.values[level]))
            found[level] = objective_of(level, aim)
        return found

    def pass_level(self, level: str, bound: int | None) -> None:
        """Write down what the level has come to, and let the later ones give up its tolerance at most."""
        value = self.values[level]
        tolerance = self.problem.settings.tolerances.get(_TOLERANCE_OF.get(level, ""))
        if bound is not None:
            bound = min(bound, value) if level == "matches" else max(bound, value)
        gap = None if bound is None else gap_of(level, value, bound)
        self.levels.append(Level(level, value, value, bound, gap, tolerance))
        if tolerance is not None:
            self.floors[level] = value - value * tolerance // ONE


def report_level(watch: Watch, place: int, level: str, value: int, bound: int | None) -> None:
    """Tell how a level stands; the levels take the round from 100 to 800 thousandths."""
    gap = None if bound is None else gap_of(level, value, bound)
    watch.report("solve", 100 + 700 * place // len(LEVELS), level, value=value, bound=bound, gap=gap)
