"""What one component has set aside for one match, what that is to become, and the step between the two."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from needs.domain.identifiers import ComponentId
from shared.statements.standings import NO_FIGURES, NOTHING, Figures

MovementKind = Literal["held", "confirmed", "delivered", "released"]
"""What an entry of the journal is about; where several figures change, what was delivered comes first."""


@dataclass(frozen=True)
class Share:
    """A match's share of one component.

    `whole` = it is all that remained when it was held. `unmeasured` = nobody said how much the component is: it is
    taken whole, by one match at a time, and the figures stay 0.
    """

    figures: Figures = NO_FIGURES
    whole: bool = field(default=False, compare=False)
    unmeasured: bool = False

    def is_nothing(self) -> bool:
        """Answer whether there is nothing to keep a row for."""
        return self.figures == NO_FIGURES and not self.unmeasured


@dataclass(frozen=True)
class Wish:
    """The share that a match is to have of a component."""

    component_id: ComponentId
    share: Share


@dataclass(frozen=True)
class Movement:
    """One step of one component's share: an entry of the journal."""

    component_id: ComponentId
    before: Share
    after: Share

    def kind(self) -> MovementKind:
        """Return what the step is about."""
        before, after = self.before.figures, self.after.figures
        if after.delivered != before.delivered:
            return "delivered"
        if after.promised > before.promised:
            return "confirmed"
        if after.held > before.held or (self.after.unmeasured and not self.before.unmeasured):
            return "held"
        return "released"


@dataclass(eq=False, kw_only=True)
class Holding:
    """A share as it is kept: in the component's unit, at its place in the reservation's list."""

    component_id: ComponentId
    position: int
    held: Decimal = NOTHING
    promised: Decimal = NOTHING
    delivered: Decimal = NOTHING
    whole: bool = False
    unmeasured: bool = False

    def share(self) -> Share:
        """Return what is set aside."""
        return Share(Figures(self.held, self.promised, self.delivered), self.whole, self.unmeasured)

    def restate(self, share: Share) -> None:
        """Set aside this and nothing else."""
        self.held, self.promised, self.delivered = share.figures.held, share.figures.promised, share.figures.delivered
        self.whole, self.unmeasured = share.whole, share.unmeasured
