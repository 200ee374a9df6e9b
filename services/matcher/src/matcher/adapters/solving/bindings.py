"""What the plan has come up against, and what a little more would add with the same matches.

Each figure is found twice: the dual of the linear program with all uses fixed says which limits bind, and solving that
program again with the limit moved says by how much. Only what the second shows is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from matcher.adapters.solving.highs import Effort, Solved, maximise
from matcher.adapters.solving.model import Model
from matcher.adapters.solving.raising import Standing
from matcher.adapters.solving.watching import Watch
from matcher.domain.amounts import MONEY, ONE
from matcher.domain.facts import Fact
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.outcome import Binding
from matcher.domain.rounds.parts import MILLION, Limit
from matcher.domain.rounds.problem import Problem

MOST_TOLD: Final = 10
_MORE_MONEY: Final = 1_000 * ONE
"""What is added to a limit in money: a thousand of its currency; to any other limit, one unit."""
_KINDS: Final = frozenset({"line", "ceiling", "cap"})


@dataclass(frozen=True)
class _Fixed:
    """The program in which every pair is used or not as in the plan, solved."""

    model: Model
    solved: Solved


def find_bindings(standing: Standing, watch: Watch) -> tuple[Binding, ...]:
    """Return the limits whose widening adds most to the covered share, at most ten, the most telling first."""
    if watch.is_over() or not standing.best.matches:
        return ()
    watch.report("bindings", 900)
    fixed = _fixed(standing, watch)
    found = [] if fixed is None else list(_told(standing, fixed, watch))
    return tuple(sorted(found, key=lambda each: (-each.gain, each.kind, each.ids)))


def _fixed(standing: Standing, watch: Watch) -> _Fixed | None:
    """Solve for coverage with the uses fixed and nothing but limits in the way; what the pins set stays set."""
    freed = tuple(replace(pair, most=pair.alone) for pair in standing.problem.pairs)
    problem = replace(standing.problem, pairs=freed)
    model = Model(Ledger(problem), sorted(standing.best.matches), standing.pins)
    for columns in model.columns.values():
        if columns.used is not None:
            model.program.lower[columns.used] = 1.0
    solved = _solve(model, watch)
    return None if solved.values is None else _Fixed(model, solved)


def _solve(model: Model, watch: Watch) -> Solved:
    effort = Effort(seconds=watch.left())
    return maximise(model.program, model.costs("coverage"), effort, cancelled=watch.cancelled, relaxed=True)


def _told(standing: Standing, fixed: _Fixed, watch: Watch) -> Iterator[Binding]:
    duals, limits = fixed.solved.duals, standing.problem.limits
    promises: list[tuple[float, int, int]] = []
    for limit, row in fixed.model.limits.items():
        dual = 0.0 if duals is None else float(duals[row])
        if limits[limit].kind in _KINDS and dual > 0:
            promises.append((-round(dual * _more(limits[limit]) / limits[limit].amount, 9), limit, row))
    for _, limit, row in sorted(promises)[:MOST_TOLD]:
        gain = _gain(fixed, row, _more(limits[limit]) / limits[limit].amount, watch)
        if gain > 0:
            yield _binding(standing.problem, limits[limit], gain)


def _gain(fixed: _Fixed, row: int, part: float, watch: Watch) -> int:
    """Return the millionths of the covered share that moving one limit adds, by solving again."""
    before = fixed.model.program.row_upper[row]
    fixed.model.program.row_upper[row] = before + part
    again = _solve(fixed.model, watch)
    fixed.model.program.row_upper[row] = before
    return 0 if again.values is None else int((again.objective - fixed.solved.objective) * (MILLION // ONE) + 1e-6)


def _donor(problem: Problem, of: str) -> str:
    """Return the name of the donor of a line or an offer, by its id."""
    for offer in problem.judged.offers:
        if of in {str(offer.offer_id), *(str(line.line_id) for line in offer.lines)}:
            return offer.donor.name
    return of


def _more(limit: Limit) -> int:
    if limit.unit == MONEY:
        return _MORE_MONEY
    return 1 if limit.unit is None else ONE


def _binding(problem: Problem, limit: Limit, gain: int) -> Binding:
    more = _more(limit)
    facts: dict[str, Fact] = {"more": more, "unit": limit.unit, "currency": limit.currency, "points": gain // 10}
    if limit.kind == "cap":
        facts["key"] = limit.ids[1]
    else:
        facts["donor"] = _donor(problem, limit.ids[0])
        facts["states"] = list(limit.ids[1:])
    key = f"round.binding.{limit.kind}" if limit.unit is not None else f"round.binding.{limit.kind}_of_matches"
    return Binding(limit.kind, limit.ids, more, gain, key, facts)
