"""The linear relaxation of a level: a bound on every plan, and which pairs are worth looking at."""

from matcher.adapters.solving.highs import Effort, Solved, maximise
from matcher.adapters.solving.model import Model
from matcher.adapters.solving.raising import Standing
from matcher.adapters.solving.watching import Watch
from matcher.domain.rounds.ledger import Ledger


class Relaxation:
    """The relaxed program of all pairs, built once and solved for each level."""

    def __init__(self, standing: Standing) -> None:
        self.model = Model(Ledger(standing.problem), range(len(standing.problem.pairs)), standing.pins, relaxed=True)

    def solved(self, level: str, standing: Standing, watch: Watch) -> Solved:
        """Return the solution for a level under the floors of those before; no values where time or cancel ended it."""
        for kept, aim in standing.aims().items():
            self.model.keep(kept, aim)
        return maximise(
            self.model.program,
            self.model.costs(level),
            Effort(seconds=watch.left()),
            cancelled=watch.cancelled,
            relaxed=True,
        )


def worth_looking_at(standing: Standing, relaxation: Relaxation, solved: Solved, best: int) -> set[int]:
    """Return the pairs that the relaxation uses, the present plan has and pins name, and the `best` of each component.

    The best are those whose reduced cost says that they lose least.
    """
    problem, model = standing.problem, relaxation.model
    if solved.values is None or solved.reduced is None:
        return set(range(len(problem.pairs)))
    kept = {*model.wishes(solved.values), *standing.best.matches, *standing.pins}
    losses = {place: float(solved.reduced[columns.first]) for place, columns in model.columns.items()}
    for places in problem.pairs_of_component:
        kept.update(sorted(places, key=lambda place: (-round(losses[place], 9), place))[:best])
    return kept
