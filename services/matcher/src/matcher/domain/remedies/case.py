"""One component beside one line on one day: as they are, or as a change would make them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from matcher.domain.conditions import Verdict, failures, failures_of_meeting
from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.pairing import Meeting, Pairing
from matcher.domain.supply import Line, Offer


@dataclass(frozen=True)
class Case:
    """A pairing whose records can be replaced by changed copies; the records themselves never change."""

    need: Need
    offer: Offer
    context: Context
    component_id: UUID
    line_id: UUID

    @classmethod
    def of(cls, pairing: Pairing) -> Self:
        """Return the case that a pairing is."""
        meeting = pairing.meeting
        ids = pairing.component.component_id, pairing.line.line_id
        return cls(meeting.need, meeting.offer, meeting.context, *ids)

    @cached_property
    def meeting(self) -> Meeting:
        """The need beside the offer."""
        return Meeting(self.need, self.offer, self.context)

    @cached_property
    def pairing(self) -> Pairing:
        """The component beside the line."""
        return Pairing(self.meeting, self.component, self.line)

    @cached_property
    def component(self) -> Component:
        """The component as it now is."""
        return next(each for each in self.need.components if each.component_id == self.component_id)

    @cached_property
    def line(self) -> Line:
        """The line as it now is."""
        return next(each for each in self.offer.lines if each.line_id == self.line_id)

    @cached_property
    def failed(self) -> tuple[Verdict, ...]:
        """What still stands between the two, in the order of telling."""
        return failures(self.pairing, failures_of_meeting(self.meeting) or ())

    def with_context(self, **changes: Any) -> Self:
        """Return the case on another day, or with another past."""
        return replace(self, context=replace(self.context, **changes))

    def with_need(self, **changes: Any) -> Self:
        """Return the case with a copy of the need, changed."""
        return replace(self, need=replace(self.need, **changes))

    def with_offer(self, **changes: Any) -> Self:
        """Return the case with a copy of the offer, changed."""
        return replace(self, offer=replace(self.offer, **changes))

    def with_component(self, **changes: Any) -> Self:
        """Return the case with a copy of the need in which this component is changed."""
        changed = replace(self.component, **changes)
        parts = (changed if each.component_id == self.component_id else each for each in self.need.components)
        return self.with_need(components=tuple(parts))

    def with_line(self, **changes: Any) -> Self:
        """Return the case with a copy of the offer in which this line is changed."""
        changed = replace(self.line, **changes)
        parts = (changed if each.line_id == self.line_id else each for each in self.offer.lines)
        return self.with_offer(lines=tuple(parts))


def cases_of(need: Need, offer: Offer, context: Context) -> Iterator[Case]:
    """Return every component beside every line."""
    for component in need.components:
        for line in offer.lines:
            yield Case(need, offer, context, component.component_id, line.line_id)
