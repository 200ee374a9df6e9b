"""The way through the levels: relaxation, neighbourhoods, and the whole program only where that is small enough."""

from dataclasses import dataclass
from typing import Final

from matcher.adapters.solving.highs import Effort, maximise
from matcher.adapters.solving.improving import SWEEPS, improve, is_near
from matcher.adapters.solving.lifting import lift_least
from matcher.adapters.solving.model import Model
from matcher.adapters.solving.neighbourhoods import Neighbourhoods
from matcher.adapters.solving.raising import Standing, report_level, value_of
from matcher.adapters.solving.relaxing import Relaxation, worth_looking_at
from matcher.adapters.solving.repairing import repaired
from matcher.adapters.solving.watching import Watch
from matcher.domain.amounts import ONE
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.outcome import LEVELS

SMALL: Final = 1_200
"""Up to so many pairs, the whole program is the quickest way to the best plan."""

BEST: Final = 5
BEST_LATER: Final = 2
"""How many pairs of a component are looked at besides those in use; fewer for later levels, and at large scale."""

NODES: Final = {"coverage": 2_000, "equity": 100, "regions": 100, "fit": 100, "matches": 100}
"""How many branches of the whole program are tried for a level before the best found is taken, gap and all."""

CHECKS: Final = {"equity": 150, "regions": 150, "fit": 150, "matches": 60}
"""How many of the solver's own checks later levels may take in the whole program."""


@dataclass
class Raising:
    """Raises one level after another; `large` = too many pairs for the whole program."""

    standing: Standing
    watch: Watch
    large: bool

    def run(self) -> None:
        """Raise every level; what is not begun in time has no bound."""
        small = len(self.standing.problem.pairs) <= SMALL
        relaxation = None if small and not self.large else Relaxation(self.standing)
        whole = None if self.large else self._whole()
        for level in LEVELS:
            bound = None
            if not self.watch.is_over():
                bound = None if relaxation is None else self._by_neighbourhoods(level, relaxation)
                near = bound is not None and is_near(self.standing, level, bound)
                if whole is not None and not near and (relaxation is None or level == "coverage"):
                    bound = self._at_once(level, whole, bound)
                elif bound is not None:
                    is_best = bound == self.standing.values[level]
                    self.watch.stop("optimal" if is_best else "gap_reached" if near else "effort")
            if bound is not None:
                report_level(self.watch, LEVELS.index(level), level, self.standing.values[level], bound)
            self.standing.pass_level(level, bound)

    def _whole(self) -> Model:
        problem = self.standing.problem
        return Model(Ledger(problem), range(len(problem.pairs)), self.standing.pins)

    def _by_neighbourhoods(self, level: str, relaxation: Relaxation) -> int | None:
        standing, watch = self.standing, self.watch
        solved = relaxation.solved(level, standing, watch)
        if solved.values is None:
            return None
        bound = value_of(level, solved.bound)
        wishes = relaxation.model.wishes(solved.values)
        standing.offer(level, repaired(Ledger(standing.problem), wishes, standing.pins))
        report_level(watch, LEVELS.index(level), level, standing.values[level], bound)
        kept = worth_looking_at(
            standing, relaxation, solved, BEST if level == "coverage" and not self.large else BEST_LATER
        )
        neighbourhoods = Neighbourhoods(standing.problem, kept)
        if level == "equity":
            lift_least(standing, bound, neighbourhoods, watch)
            return bound
        sizes = SWEEPS if self.large else (len(standing.problem.pairs),)
        improve(standing, level, bound, neighbourhoods, sizes=sizes, watch=watch)
        return bound

    def _at_once(self, level: str, model: Model, bound: int | None) -> int | None:
        standing, watch = self.standing, self.watch
        if watch.is_over():
            return bound
        for kept, aim in standing.aims().items():
            model.keep(kept, aim)

        def hear(value: float, best: float) -> None:
            if max(abs(value), abs(best)) < float("inf"):
                report_level(watch, LEVELS.index(level), level, value_of(level, value), value_of(level, best))

        effort = Effort(standing.problem.settings.gap / ONE, NODES[level], CHECKS.get(level), watch.left())
        start = model.start(standing.best.matches)
        solved = maximise(model.program, model.costs(level), effort, start=start, cancelled=watch.cancelled, hear=hear)
        watch.stop(solved.ended)
        if solved.values is not None:
            standing.offer(level, repaired(model.held, model.wishes(solved.values), standing.pins))
        return _tighter(level, bound, solved.bound)


def _tighter(level: str, bound: int | None, found: float) -> int | None:
    if abs(found) == float("inf"):
        return bound
    value = value_of(level, found)
    if bound is None:
        return value
    return max(bound, value) if level == "matches" else min(bound, value)
