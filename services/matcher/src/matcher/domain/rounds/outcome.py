"""What a round came to: the plan, how near to the best possible it is, what stands in its way, and what else could be.

All numbers are whole. The values of the levels `coverage`, `equity` and `regions` are millionths of a share, `fit` is
in thousandths of points, `matches` is a count (the fewer the better).
"""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from matcher.domain.facts import Fact, Facts

LEVELS: Final = ("coverage", "equity", "regions", "fit", "matches")
"""The levels in the order in which they are raised; each keeps the former within their tolerance."""


@dataclass(frozen=True)
class Allocation:
    """One match that the plan proposes.

    `quantity` is in thousandths of the line's unit, None for a pair that cannot be measured: it takes the component
    and the line whole. `share` is the part of the component's residual that it covers, in millionths, rounded down;
    what cannot be measured counts as half. `score` is the pair's, 0..1000.
    """

    component_id: UUID
    line_id: UUID
    need_id: UUID
    offer_id: UUID
    quantity: int | None
    share: int
    score: int


@dataclass(frozen=True)
class Level:
    """One level of a plan.

    `value` is the plan's own, worked out exactly; `reached` what the level had come to when it was its turn, before
    later levels used its tolerance; `bound` what no plan can exceed (for `matches`: undercut) that keeps the former
    levels. `gap` is between `reached` and `bound` in thousandths, rounded up. Greedy plans and alternatives have no
    bound of their own.
    """

    name: str
    value: int
    reached: int | None = None
    bound: int | None = None
    gap: int | None = None
    tolerance: int | None = None


@dataclass(frozen=True)
class Plan:
    """Allocations in the order of component and line, and what they come to on each level."""

    allocations: tuple[Allocation, ...]
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level:
        """Return one level; KeyError where the plan has none of that name."""
        for level in self.levels:
            if level.name == name:
                return level
        raise KeyError(name)


@dataclass(frozen=True)
class Binding:
    """A limit that the plan has come up against, and what a little more would add with the same matches.

    `kind` is line, ceiling, cap or component; `gain` is millionths of the covered share for `more`, thousandths of
    the limit's unit (matches: a count). `message_key` and `facts` make the sentence.
    """

    kind: str
    ids: tuple[str, ...]
    more: int
    gain: int
    message_key: str
    facts: Facts = field(default_factory=dict[str, Fact])


@dataclass(frozen=True)
class Refused:
    """A pin that cannot hold, by its component and line, and why."""

    component_id: UUID
    line_id: UUID
    reason: str
    message_key: str
    facts: Facts = field(default_factory=dict[str, Fact])


@dataclass(frozen=True)
class Outcome:
    """The result of a round, verified by the checker before it exists.

    `digest` covers the inputs, the solver and its version; the same digest gives the same outcome unless `stopped` is
    clock or cancelled. `method` is exact or large_scale. `stopped` is optimal, gap_reached, effort (the counted work
    was done), clock or cancelled: the weakest of what stopped the levels.
    """

    digest: str
    input_digest: str
    solver: str
    solver_version: str
    method: str
    stopped: str
    plan: Plan
    greedy: Plan
    alternatives: tuple[Plan, ...] = ()
    bindings: tuple[Binding, ...] = ()
    infeasible: tuple[Refused, ...] = ()
