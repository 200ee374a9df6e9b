"""What a careful clerk would do: the most pressing need first, and for each the best offer that still has something."""

from collections.abc import Collection, Mapping

from matcher.domain.rounds.groups import groups_of, is_whole
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.problem import Problem


def greedy(problem: Problem, pinned: Mapping[int, int | None] | None = None) -> Ledger:
    """Return a plan that keeps every limit: `pinned` matches first, then by priority, waiting time and pair score.

    What can be measured comes before what cannot.
    """
    ledger = Ledger(problem)
    for place, quantity in (pinned or {}).items():
        ledger.put(place, quantity)
    fixed = {pin.pair for pin in problem.pins if pin.quantity is not None and pin.pair in ledger.matches}
    groups, done = groups_of(problem), set[object]()
    for component in sorted(range(len(problem.wanted)), key=lambda place: _urgency(problem, place)):
        group = problem.wanted[component].group
        if group is None:
            _fill(ledger, component, fixed)
        elif group not in done:
            done.add(group)
            _fill_group(ledger, groups[group], fixed)
    return ledger


def _urgency(problem: Problem, component: int) -> tuple[object, ...]:
    wanted = problem.wanted[component]
    weight = problem.settings.weights[wanted.priority]
    return -weight, -wanted.urgency, wanted.need_id, component


def _fill(ledger: Ledger, component: int, fixed: Collection[int]) -> None:
    pairs = ledger.problem.pairs
    places = ledger.problem.pairs_of_component[component]
    for place in sorted(places, key=lambda place: (pairs[place].asked is None, -pairs[place].score, place)):
        if place not in fixed:
            ledger.put_most(place)


def _fill_group(ledger: Ledger, components: tuple[int, ...], fixed: Collection[int]) -> None:
    before = dict(ledger.matches)
    for component in components:
        _fill(ledger, component, fixed)
    if not all(is_whole(ledger, component) for component in components):
        places = [place for component in components for place in ledger.problem.pairs_of_component[component]]
        ledger.drop_all(places)
        for place in places:
            if place in before:
                ledger.put(place, before[place])
