"""What one offer line gives to one component, and how much of it has been delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from shared.errors import Conflict

LineRole = Literal["provides", "funds"]
"""What a line does: it gives the help itself, or it pays for what another donor's line gives (BMS7 103)."""

LineKey = tuple[UUID, UUID]
"""A component and an offer line: what a match has at most once."""


@dataclass(eq=False, kw_only=True)
class MatchLine:
    """Figures are whole thousandths: `quantity` and `delivered` of `unit`, `coverage` and `covered` of the component's.

    A quantity None = it cannot be measured and is taken whole; so with coverage. `charged` is what counts on the
    per-State ceiling, in its unit and currency; None = the quantity. A line that funds covers nothing.
    """

    component_id: UUID
    offer_id: UUID
    line_id: UUID
    role: LineRole = "provides"
    position: int = 0
    category: str
    score: int
    quantity: int | None
    unit: str | None
    currency: str | None
    coverage: int | None
    component_unit: str | None
    charged: int | None = None
    delivered: int = 0
    covered: int = 0

    @property
    def key(self) -> LineKey:
        """The component and the line."""
        return self.component_id, self.line_id

    def deliver(self, quantity: int) -> None:
        """Count this much more as delivered; the covered share follows in proportion, whole at the end."""
        self.delivered += quantity
        if self.role == "provides" and self.quantity and self.coverage is not None:
            self.covered = self.coverage * self.delivered // self.quantity

    def is_delivered_in_full(self) -> bool:
        """Whether nothing is left to deliver; never so where it cannot be measured, before somebody says so."""
        return self.quantity is not None and self.delivered >= self.quantity


Lines = Sequence[MatchLine]
"""All lines of a match, in their order."""


def must_be_distinct(lines: Lines) -> None:
    """Raise Conflict `line-named-twice` where a line answers the same component twice."""
    if len({line.key for line in lines}) != len(lines):
        raise Conflict("A line can answer a component only once in a match.", code="line-named-twice")
