"""The coordinator's pins first: as many as can hold together, and the rest refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.adapters.solving.highs import Effort, maximise
from matcher.adapters.solving.model import Model
from matcher.adapters.solving.repairing import repaired
from matcher.adapters.solving.watching import Watch
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.outcome import Refused
from matcher.domain.rounds.pinned import refusal
from matcher.domain.rounds.problem import Problem
from matcher.domain.rounds.settings import Choice


@dataclass(frozen=True)
class Pinning:
    """The pins that hold, with the quantity set if any; matches that hold them; and the pins that cannot be held."""

    pins: Mapping[int, int | None]
    matches: Mapping[int, int | None]
    refused: tuple[Refused, ...]


def pin_down(problem: Problem, watch: Watch) -> Pinning:
    """Find the most pins that can hold together; other pairs matter only within their all-or-nothing needs."""
    wanted = {pin.pair: pin.quantity for pin in problem.pins}
    if not wanted:
        return Pinning({}, {}, problem.refused)
    places = sorted(set(wanted) | _with_their_groups(problem, wanted))
    empty = Ledger(problem)
    model = Model(empty, places, wanted, must=False)
    costs = model.program.objective(term for place in wanted for term in model.columns[place].terms(0.0, 1.0))
    solved = maximise(model.program, costs, Effort(seconds=watch.left()), cancelled=watch.cancelled)
    found = repaired(empty, {} if solved.values is None else model.wishes(solved.values), wanted)
    pins = {place: quantity for place, quantity in wanted.items() if place in found.matches}
    refused = tuple(_refused(problem, place, wanted[place]) for place in sorted(wanted) if place not in pins)
    return Pinning(pins, found.matches, problem.refused + refused)


def _with_their_groups(problem: Problem, pinned: Mapping[int, int | None]) -> set[int]:
    groups = {problem.wanted[problem.pairs[place].component].group for place in pinned} - {None}
    return {
        place
        for component, places in enumerate(problem.pairs_of_component)
        if problem.wanted[component].group in groups
        for place in places
    }


def _refused(problem: Problem, place: int, quantity: int | None) -> Refused:
    pair = problem.pairs[place]
    component_id, line_id = problem.wanted[pair.component].component_id, problem.given[pair.line].line_id
    return refusal(Choice(component_id=component_id, line_id=line_id, quantity=quantity), "not_together")
