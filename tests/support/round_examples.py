"""Small allocation rounds for tests: one kind of help, Ghana unless said otherwise, quantities in whole machines."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from matcher.domain.demand import Component, Need
from matcher.domain.engine import Engine
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.problem import Problem, build_problem
from matcher.domain.rounds.settings import Choice, RoundSettings
from matcher.domain.rounds.valuing import values_of
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Eligibility, Line, Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer

ONE_MACHINE = 1_000


def settings(**changes: Any) -> RoundSettings:
    """Return settings without tolerance and without gap, so that each level is as good as it can be."""
    exact: dict[str, Any] = {"gap": 0, "tolerances": {"coverage": 0, "equity": 0, "fit": 0}}
    return RoundSettings(**(exact | changes))


def asking(number: int, *machines: int, **changes: Any) -> Need:
    """Return a need whose components ask for so many machines each; their numbers are 10 x number + place."""
    parts = tuple(wanting(10 * number + place, quantity=each * ONE_MACHINE) for place, each in enumerate(machines))
    return need(number, **({"components": parts, "texts": ()} | changes))


def wanting(number: int, **changes: Any) -> Component:
    return component(number, **changes)


def giving(number: int, *machines: int | None, line_changes: Mapping[str, Any] | None = None, **changes: Any) -> Offer:
    """Return an offer to all whose lines hold so many machines each; their numbers are 10 x number + place."""
    lines: tuple[Line, ...] = tuple(
        line(10 * number + place, pledged=each and each * ONE_MACHINE, **(line_changes or {}))
        for place, each in enumerate(machines)
    )
    fields: dict[str, Any] = {"lines": lines, "eligibility": Eligibility(everyone=True), "texts": ()}
    return offer(number, **(fields | changes))


def round_of(needs: Iterable[Need], offers: Iterable[Offer], around: Any = None, **changes: Any) -> Problem:
    """Return the problem of these records; `changes` are those of the settings."""
    engine = Engine(around or context(), load_profile(), needs=needs, offers=offers)
    return build_problem(engine, settings(**changes))


def choice(component_number: int, line_number: int, quantity: int | None = None) -> Choice:
    machines = None if quantity is None else quantity * ONE_MACHINE
    return Choice(component_id=numbered(3, component_number), line_id=numbered(4, line_number), quantity=machines)


def best_by_trying_all(problem: Problem, levels: Sequence[str]) -> dict[str, int]:
    """Return the values of the plan that is best level by level, among every possible combination of whole machines."""
    best: dict[str, int] | None = None
    for quantities in product(*(_possible(problem, place) for place in range(len(problem.pairs)))):
        values = _values(problem, quantities)
        if values is not None and (best is None or _rank(values, levels) > _rank(best, levels)):
            best = values
    assert best is not None
    return best


def _possible(problem: Problem, place: int) -> list[int | None]:
    """Return what a pair may take: nothing (0), or from its least to its most in its steps, or all of it unmeasured."""
    pair = problem.pairs[place]
    return [0, None] if pair.asked is None else [0, *range(pair.least, pair.most + 1, pair.step)]


def _values(problem: Problem, quantities: Sequence[int | None]) -> dict[str, int] | None:
    ledger = Ledger(problem)
    for place, quantity in enumerate(quantities):
        fits = ledger.may_be_unmeasured(place) if quantity is None else ledger.room(place) >= quantity
        if quantity != 0:
            if not fits:
                return None
            ledger.put(place, quantity)
    for group in {wanted.group for wanted in problem.wanted} - {None}:
        shares = [
            sum(problem.pairs[each].share(ledger.matches[each]) for each in places if each in ledger.matches)
            for component_place, places in enumerate(problem.pairs_of_component)
            if problem.wanted[component_place].group == group
        ]
        if any(shares) and min(shares) < 999_000:
            return None
    return values_of(problem, ledger.matches)


def _rank(values: Mapping[str, int], levels: Sequence[str]) -> tuple[int, ...]:
    return tuple(-values[level] if level == "matches" else values[level] for level in levels)
