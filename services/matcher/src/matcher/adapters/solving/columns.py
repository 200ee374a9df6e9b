"""The columns of one pair in a program: a quantity and a use, or a use alone where the pair is taken whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.adapters.solving.program import Program, Term
from matcher.domain.rounds.parts import Pair

MOST_STEPS: Final = 2000
"""Up to so many steps a quantity is an integer to the solver; beyond, rounding it down costs next to nothing."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a pair stands: `quantity` None where it is taken whole, `used` None in the relaxation of one that is not.

    One unit of the quantity's column is `unit` thousandths, and of a use alone its whole quantity (0: unmeasured);
    `most` is the upper bound of the quantity's column.
    """

    quantity: int | None
    used: int | None
    unit: int
    most: float = 1.0

    @property
    def first(self) -> int:
        """The column that says how much of the pair there is."""
        return self.used or 0 if self.quantity is None else self.quantity

    def terms(self, per_quantity: float, per_match: float) -> Iterator[Term]:
        """Give the terms of a quantity times something plus a use times something else."""
        if self.quantity is None:
            if self.used is not None:
                yield self.used, per_quantity * self.unit + per_match
            return
        extra = per_match / self.most if self.used is None else 0.0
        yield self.quantity, per_quantity * self.unit + extra
        if self.used is not None and per_match:
            yield self.used, per_match


def add_columns(program: Program, pair: Pair, *, pinned: int | None, must: bool, relaxed: bool) -> Columns:
    """Add a pair's columns and the rows that tie its quantity to its use.

    `pinned` is the quantity that the coordinator set, if any; `must` = the pair has to be used. The relaxation leaves
    the use of a divisible pair out: there it is worth quantity / most, so that the bound is the same with half
    the columns.
    """
    least = float(must)
    whole = 0 if pair.asked is None else pair.most if pair.least == pair.most else pinned
    if whole is not None:
        return Columns(None, program.column(least, 1.0, integer=True), whole)
    by_steps = pair.step > 1 and pair.most // pair.step <= MOST_STEPS
    unit = pair.step if by_steps else pair.most
    most, smallest = pair.most / unit, pair.least / unit
    quantity = program.column(smallest if must else 0.0, most, integer=by_steps)
    if relaxed:
        return Columns(quantity, None, unit, most)
    used = program.column(least, 1.0, integer=True)
    program.row([(quantity, 1.0), (used, -most)], upper=0.0)
    program.row([(quantity, 1.0), (used, -smallest)], lower=0.0)
    return Columns(quantity, used, unit, most)
