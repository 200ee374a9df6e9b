"""What a round's problem is made of: what is wanted, what is given, the pairs between, and the limits they share."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

MILLION = 1_000_000
"""A whole share, in the millionths in which plans state shares."""

UNMEASURED_SHARE = MILLION // 2
"""What a match that cannot be measured counts as covered: half, as the score's own criterion has it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A component that still asks for something.

    `weight` is its priority's weight divided among the components of its need; `places` are the States (or the
    group) that it counts for; `group` its need where that is all or nothing.
    """

    component_id: UUID
    need_id: UUID
    weight: int
    priority: int
    urgency: int
    places: tuple[str, ...]
    regions: tuple[str, ...]
    group: UUID | None


@dataclass(frozen=True, slots=True)
class Given:
    """A line of an offer that something is left of, or whose capacity was never said."""

    line_id: UUID
    offer_id: UUID
    donor: str


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` may be used by all pairs under it together; `kind` is component, line, ceiling or cap.

    A component's amount is 1, its whole residual; the others are in thousandths of `unit` (matches: a count).
    """

    kind: str
    ids: tuple[str, ...]
    amount: int
    unit: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What a pair takes of a limit: its quantity x multiply / divide, and `per_match` once where it is used at all."""

    limit: int
    multiply: int
    divide: int
    per_match: int

    def of(self, quantity: int | None) -> Fraction | int:
        """Return what a match of this quantity (None: unmeasured) takes, exactly."""
        if quantity is None or not self.multiply:
            return self.per_match
        if self.divide == 1:
            return quantity * self.multiply + self.per_match
        return Fraction(quantity * self.multiply, self.divide) + self.per_match


@dataclass(frozen=True, slots=True)
class Pair:
    """A component and a line, by their places in the problem, that may be matched.

    A match takes `least` to `most` of the line's unit, in whole steps; `alone` is what it could take if no shared limit
    were in its way; `asked` is the residual in that unit. None = the pair cannot be measured and takes every limit that
    it falls under whole.
    """

    component: int
    line: int
    asked: int | None
    least: int
    most: int
    alone: int
    step: int
    score: int
    uses: tuple[Use, ...]

    def share(self, quantity: int | None) -> int:
        """Return the part of the component's residual that a quantity covers, in millionths, rounded down."""
        if quantity is None or self.asked is None:
            return UNMEASURED_SHARE
        return quantity * MILLION // self.asked


@dataclass(frozen=True, slots=True)
class Pin:
    """A pair, by its place, that the coordinator wants used."""

    pair: int
    quantity: int | None
