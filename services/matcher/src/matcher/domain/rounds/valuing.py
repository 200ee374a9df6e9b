"""What matches come to on each level, in whole numbers, and the plan that they make."""

from collections import Counter
from collections.abc import Mapping, Sequence

from matcher.domain.amounts import ONE
from matcher.domain.rounds.outcome import LEVELS, Allocation, Level, Plan
from matcher.domain.rounds.problem import Problem


def values_of(problem: Problem, matches: Mapping[int, int | None]) -> dict[str, int]:
    """Return the value of each level, by its name."""
    shares, pairs = shares_of(problem, matches), problem.pairs
    fit = sum(pairs[place].score * pairs[place].share(quantity) for place, quantity in matches.items())
    return {
        "coverage": sum(problem.wanted[place].weight * share for place, share in shares.items())
        // problem.total_weight,
        "equity": _least(problem, shares, problem.places),
        "regions": _least(problem, shares, problem.regions),
        "fit": fit // ONE,
        "matches": len(matches),
    }


def plan_of(problem: Problem, matches: Mapping[int, int | None], levels: Sequence[Level] = ()) -> Plan:
    """Return the plan of these matches; `levels` say what is known besides the values."""
    values, known = values_of(problem, matches), {level.name: level for level in levels}
    told = tuple(_told(known.get(name, Level(name, values[name])), values[name]) for name in LEVELS)
    allocations = tuple(_allocation(problem, place, matches[place]) for place in sorted(matches))
    return Plan(allocations, told)


def _told(level: Level, value: int) -> Level:
    return Level(level.name, value, level.reached, level.bound, level.gap, level.tolerance)


def _allocation(problem: Problem, place: int, quantity: int | None) -> Allocation:
    pair = problem.pairs[place]
    wanted, given = problem.wanted[pair.component], problem.given[pair.line]
    return Allocation(
        component_id=wanted.component_id,
        line_id=given.line_id,
        need_id=wanted.need_id,
        offer_id=given.offer_id,
        quantity=quantity,
        share=pair.share(quantity),
        score=pair.score,
    )


def shares_of(problem: Problem, matches: Mapping[int, int | None]) -> Counter[int]:
    """Return the share of each component that is covered, in millionths, by the component's place."""
    shares = Counter[int]()
    for place, quantity in matches.items():
        shares[problem.pairs[place].component] += problem.pairs[place].share(quantity)
    return shares


def shares_by(problem: Problem, shares: Counter[int], members: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """Return the weighted share of each State or region, by its key, in millionths."""
    weights = [wanted.weight for wanted in problem.wanted]
    return {
        key: sum(weights[each] * shares[each] for each in components) // sum(weights[each] for each in components)
        for key, components in members.items()
    }


def _least(problem: Problem, shares: Counter[int], members: Mapping[str, tuple[int, ...]]) -> int:
    """Return the smallest weighted share among places; 0 where there is none."""
    return min(shares_by(problem, shares, members).values(), default=0)
