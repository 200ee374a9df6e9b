"""A mixed-integer program as the solver takes it: columns, rows, and the entries where they cross."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

INFINITY: Final = float("inf")

Floats = NDArray[np.float64]
Term = tuple[int, float]


@dataclass
class Program:
    """Grows column by column and row by row, always in the same order for the same problem."""

    lower: list[float] = field(default_factory=list[float])
    upper: list[float] = field(default_factory=list[float])
    integer: list[bool] = field(default_factory=list[bool])
    row_lower: list[float] = field(default_factory=list[float])
    row_upper: list[float] = field(default_factory=list[float])
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list[int])
    entries: list[float] = field(default_factory=list[float])

    def column(self, lower: float, upper: float, *, integer: bool = False) -> int:
        """Add a column and return its place."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.lower) - 1

    def row(self, terms: Iterable[Term], lower: float = -INFINITY, upper: float = INFINITY) -> int:
        """Add a row, terms of one column summed, and return its place."""
        summed: dict[int, float] = {}
        for column, entry in terms:
            summed[column] = summed.get(column, 0.0) + entry
        self.indices.extend(summed)
        self.entries.extend(summed.values())
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def objective(self, terms: Iterable[Term]) -> Floats:
        """Return the cost of each column from terms, those of one column summed."""
        costs = np.zeros(len(self.lower))
        for column, entry in terms:
            costs[column] += entry
        return costs
