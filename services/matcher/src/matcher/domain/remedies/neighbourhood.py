"""How far beyond its present reach an offer would go by naming a State: next door to those it serves, or afar."""

from collections.abc import Iterable
from typing import Final

from matcher.domain.context import Context
from matcher.domain.remedies.sizes import ELIGIBILITY
from matcher.domain.supply import Eligibility

AFAR: Final = 2 * ELIGIBILITY
"""No region or subregional group holds the State and one that the offer serves."""


def size_of_naming(states: Iterable[str], given: Eligibility, context: Context) -> int:
    """Return ELIGIBILITY and a point for each State of the smallest area shared with one that is served, AFAR at most.

    Of several States the farthest counts.
    """
    served = frozenset(given.states).union(*(context.members(area) for area in given.areas))
    return max((_size(state, served, context) for state in states), default=ELIGIBILITY)


def _size(state: str, served: frozenset[str], context: Context) -> int:
    shared = (
        len(members)
        for key, area in context.geography.areas.items()
        if area.kind != "development" and state in (members := context.members(key)) and not served.isdisjoint(members)
    )
    return min(AFAR, ELIGIBILITY + min(shared, default=AFAR))
