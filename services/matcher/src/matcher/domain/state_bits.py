"""Sets of States as bits of one whole number: whether two sets meet is a single operation.

The sets may hold too much, never too little: they decide what is looked at, and the conditions decide what matches.
"""

from collections.abc import Iterable
from typing import Final

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.supply import Eligibility

EVERY_STATE: Final = -1
"""The set of all States, those that the gazetteer does not know included."""


class StateBits:
    """Turns States and areas into bits as of one day."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._areas: dict[str, int] = {}

    def of_need(self, need: Need) -> int:
        """Return the need's States; all of them where none is known, since its group itself may be named."""
        return self._at_least(self._context.states_of(need)) or EVERY_STATE

    def of_eligibility(self, eligibility: Eligibility) -> int:
        """Return the States that may benefit; all but the excluded where an area without known members is named."""
        states = EVERY_STATE if eligibility.everyone else self._at_least(eligibility.states)
        for area in eligibility.areas:
            states |= self._of_area(area)
        return states & ~self._at_most(eligibility.excluded_states)

    def _of_area(self, area: str) -> int:
        if area not in self._areas:
            self._areas[area] = self._at_least(self._context.members_since(area, None)) or EVERY_STATE
        return self._areas[area]

    def _at_least(self, states: Iterable[str]) -> int:
        known = self._context.geography.states
        return EVERY_STATE if any(state not in known for state in states) else self._at_most(states)

    def _at_most(self, states: Iterable[str]) -> int:
        geography = self._context.geography
        return geography.mask(state for state in states if state in geography.states)
