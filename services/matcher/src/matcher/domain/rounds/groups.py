"""Needs that are all or nothing: which are, and whether a plan meets them whole."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from matcher.domain.rounds.ledger import Ledger
from matcher.domain.rounds.problem import Problem

WHOLE: Final = 999_000
"""From this share on, in millionths, a component counts as covered whole: cents and conversions round down."""


def groups_of(problem: Problem) -> Mapping[UUID, tuple[int, ...]]:
    """Return the components, by place, of each all-or-nothing need."""
    found: dict[UUID, list[int]] = {}
    for place, wanted in enumerate(problem.wanted):
        if wanted.group is not None:
            found.setdefault(wanted.group, []).append(place)
    return {group: tuple(places) for group, places in found.items()}


def is_whole(ledger: Ledger, component: int) -> bool:
    """Say whether a component's residual is covered whole, or taken over by a match that cannot be measured."""
    problem, share = ledger.problem, 0
    for place in problem.pairs_of_component[component]:
        if place in ledger.matches:
            pair = problem.pairs[place]
            if pair.asked is None:
                return True
            share += pair.share(ledger.matches[place])
    return share >= WHOLE


def drop_halves(ledger: Ledger, groups: Mapping[UUID, Iterable[int]]) -> None:
    """Take all matches from the all-or-nothing needs that are not met whole."""
    for components in groups.values():
        members = tuple(components)
        if not all(is_whole(ledger, component) for component in members):
            ledger.drop_all(place for component in members for place in ledger.problem.pairs_of_component[component])
