"""The constraints of a round as rows of a program: shared limits, all or nothing, few offers, the least share."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

from matcher.adapters.solving.columns import Columns
from matcher.adapters.solving.program import Program, Term
from matcher.domain.rounds.groups import WHOLE
from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.parts import MILLION

ColumnsOfPairs: TypeAlias = Mapping[int, Columns]

WHOLE_WITH_ROOM = (WHOLE + MILLION) / 2 / MILLION
"""What the solver covers of an all-or-nothing component, so that rounding down leaves it whole."""


def add_limits(program: Program, held: Ledger, columns: ColumnsOfPairs) -> dict[int, int]:
    """Add a row for each shared limit, as parts of its amount, and return the rows by limit.

    Limits that the pairs cannot reach even together have none.
    """
    problem, rows = held.problem, dict[int, int]()
    under: defaultdict[int, list[Term]] = defaultdict(list)
    fullest: defaultdict[int, float] = defaultdict(float)
    for place, each in columns.items():
        pair = problem.pairs[place]
        for use in pair.uses:
            amount = problem.limits[use.limit].amount
            under[use.limit].extend(each.terms(use.multiply / use.divide / amount, use.per_match / amount))
            fullest[use.limit] += float(use.of(None if pair.asked is None else pair.most)) / amount
    for limit in sorted(under):
        left = float(held.left(limit)) / problem.limits[limit].amount
        if fullest[limit] > left:
            rows[limit] = program.row(under[limit], upper=left)
    return rows


def add_groups(program: Program, held: Ledger, columns: ColumnsOfPairs) -> dict[UUID, int]:
    """Tie each component of an all-or-nothing need to one choice: whole or nothing; return the choices' columns."""
    problem = held.problem
    shares: defaultdict[int, list[Term]] = defaultdict(list)
    for place, each in columns.items():
        pair = problem.pairs[place]
        if problem.wanted[pair.component].group is not None:
            shares[pair.component].extend(
                each.terms(0.0, 1.0) if pair.asked is None else each.terms(1 / pair.asked, 0.0)
            )
    choices: dict[UUID, int] = {}
    for component in sorted(shares):
        group = problem.wanted[component].group
        if group is not None:
            if group not in choices:
                choices[group] = program.column(0.0, 1.0, integer=True)
            program.row([*shares[component], (choices[group], -1.0)], upper=0.0)
            program.row([*shares[component], (choices[group], -WHOLE_WITH_ROOM)], lower=0.0)
    return choices


def add_few_offers(program: Program, held: Ledger, columns: ColumnsOfPairs) -> dict[tuple[int, UUID], int]:
    """Let at most so many offers serve each component; return the columns of the offers that have several lines."""
    problem, most = held.problem, held.problem.offers_per_component
    if most is None:
        return {}
    lines: defaultdict[tuple[int, UUID], list[int]] = defaultdict(list)
    for place in columns:
        pair = problem.pairs[place]
        lines[pair.component, problem.given[pair.line].offer_id].append(place)
    offers: defaultdict[int, list[UUID]] = defaultdict(list)
    for component, offer in lines:
        offers[component].append(offer)
    chosen: dict[tuple[int, UUID], int] = {}
    for component, of_component in offers.items():
        if len(of_component) <= most - len(held.offers_of(component)):
            continue
        terms: list[Term] = []
        for offer in of_component:
            places = lines[component, offer]
            if len(places) == 1:
                terms.extend(columns[places[0]].terms(0.0, 1.0))
            else:
                chosen[component, offer] = choice = program.column(0.0, 1.0, integer=True)
                terms.append((choice, 1.0))
                for place in places:
                    program.row([*columns[place].terms(0.0, 1.0), (choice, -1.0)], upper=0.0)
        program.row(terms, upper=float(most - len(held.offers_of(component))))
    return chosen


def add_least(
    program: Program,
    members: Mapping[str, tuple[int, ...]],
    weights: list[float],
    held: list[float],
    shares: Mapping[int, list[Term]],
) -> int:
    """Add a column that no place's weighted share may fall below, and return it.

    `shares` are the terms of each component's share, `held` what it has already.
    """
    fixed, free = [1.0], list[tuple[list[Term], float]]()
    for components in members.values():
        whole = sum(weights[each] for each in components)
        has = sum(weights[each] * held[each] for each in components) / whole
        terms = [(at, entry * weights[each] / whole) for each in components for at, entry in shares.get(each, ())]
        if terms:
            free.append((terms, has))
        else:
            fixed.append(has)
    least = program.column(0.0, min(fixed) if members else 0.0)
    for terms, has in free:
        program.row([*terms, (least, -1.0)], lower=-has)
    return least
