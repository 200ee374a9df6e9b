"""Other plans that cover nearly as much: each differs from all before it by a set number of pairs."""

from collections.abc import Sequence
from typing import Final

from matcher.adapters.solving.highs import Effort, maximise
from matcher.adapters.solving.model import Model
from matcher.adapters.solving.program import Term
from matcher.adapters.solving.raising import Standing, objective_of
from matcher.adapters.solving.repairing import repaired
from matcher.adapters.solving.watching import Watch
from matcher.domain.amounts import ONE
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.valuing import values_of

_CHECKS: Final = 60
_MOST_PAIRS: Final = 4_000
"""In a larger problem an alternative re-plans only so many pairs, of the components that are easiest to serve anew."""


def find_alternatives(standing: Standing, watch: Watch) -> tuple[Ledger, ...]:
    """Return up to as many plans as were asked for, best first; fewer where no others keep level 1's tolerance."""
    found: list[Ledger] = [standing.best]
    for number in range(standing.problem.settings.alternatives):
        if watch.is_over():
            break
        watch.report("alternatives", 800 + 20 * number)
        other = _another(standing, found, watch)
        if other is None:
            break
        found.append(other)
    return tuple(found[1:])


def _another(standing: Standing, found: Sequence[Ledger], watch: Watch) -> Ledger | None:
    held, free = _freed(standing)
    pins = {place: quantity for place, quantity in standing.pins.items() if place in free}
    model = Model(held, sorted(free), pins)
    floor = standing.levels[0].value
    floor -= floor * standing.problem.settings.tolerances["coverage"] // ONE
    model.keep("coverage", objective_of("coverage", min(floor + floor // 10_000, standing.levels[0].value)))
    for plan in found:
        _differ(model, plan, standing.problem.settings.min_difference)
    gap = standing.problem.settings.gap / ONE
    effort = Effort(gap, checks=_CHECKS, seconds=watch.left())
    solved = maximise(model.program, model.costs("coverage"), effort, cancelled=watch.cancelled)
    watch.stop(solved.ended if solved.ended in {"clock", "cancelled"} else "optimal")
    if solved.values is None:
        return None
    ledger = repaired(held, model.wishes(solved.values), standing.pins)
    covers = values_of(standing.problem, ledger.matches)["coverage"] >= floor
    pinned = all(place in ledger.matches for place in standing.pins)
    apart = all(_difference(ledger, plan) >= standing.problem.settings.min_difference for plan in found)
    return ledger if covers and pinned and apart else None


def _freed(standing: Standing) -> tuple[Ledger, set[int]]:
    """Return what stays as it is and the pairs that are planned anew: all of them unless there are too many."""
    problem, free = standing.problem, set[int]()
    needs: dict[object, list[int]] = {}
    for component, places in enumerate(problem.pairs_of_component):
        needs.setdefault(problem.wanted[component].need_id, []).extend(places)
    for places in needs.values():
        if len(free) + len(places) <= _MOST_PAIRS:
            free.update(places)
    held = standing.best.copy()
    held.drop_all(place for place in free if place in held.matches)
    return held, free


def _differ(model: Model, plan: Ledger, least: int) -> None:
    """Demand that so many pairs differ: used here and not there, or there and not here."""
    terms, there = list[Term](), 0
    for place, columns in model.columns.items():
        sign = -1.0 if place in plan.matches else 1.0
        there += place in plan.matches
        if columns.used is not None:
            terms.append((columns.used, sign))
    model.program.row(terms, lower=float(least - there))


def _difference(first: Ledger, second: Ledger) -> int:
    return len(first.matches.keys() ^ second.matches.keys())
