"""A need beside an offer, and one component beside one line: what the conditions and the criteria look at."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.eligibility import Reach, reach
from matcher.domain.spans import days_together
from matcher.domain.supply import Line, Offer
from matcher.domain.taking import Taking, taking


def may_meet(need: Need, offer: Offer) -> bool:
    """Say whether the two are looked at together at all, before any condition.

    A historic example only ever meets historic examples, and a draft is nobody's business yet.
    """
    return need.historic == offer.historic and need.status != "draft" and offer.status != "draft"


@dataclass(frozen=True)
class Meeting:
    """One need beside one offer on one day; what both sides have in common is worked out once."""

    need: Need
    offer: Offer
    context: Context

    @cached_property
    def reach(self) -> tuple[Reach, ...]:
        """How each State of the need is eligible."""
        return reach(self.need, self.offer, self.context)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The States that would receive: those eligible, or all where none is."""
        named = [way for way in self.reach if way.state is not None]
        eligible = [way for way in named if way.points > 0]
        return tuple(way.state for way in eligible or named if way.state is not None)

    @cached_property
    def present(self) -> date | None:
        """The day before which no help can begin; None among historic examples."""
        return self.context.present_for(self.need)

    @cached_property
    def days_together(self) -> int | None:
        """The days that both windows share from now on; None = nothing bounds them, 0 or less = apart."""
        return days_together(self.need.window, self.offer.window, self.present)


@dataclass(frozen=True)
class Pairing:
    """One component beside one line, within the meeting of their need and offer."""

    meeting: Meeting
    component: Component
    line: Line

    @cached_property
    def taking(self) -> Taking:
        """What of the component the line could take over."""
        meeting = self.meeting
        return taking(self.component, self.line, meeting.offer, meeting.states, meeting.context)
