"""The lines of the offers that may match, as rows, and for each category those that can answer it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np

from matcher.domain.context import Context
from matcher.domain.index.arrays import Ints, Places, amount_cell, places
from matcher.domain.index.distinct import Distinct, Examples
from matcher.domain.index.postings import Postings
from matcher.domain.index.quantities import ANY_LINE, STAYS, Bounds, Measure, Way, converted, measure_of, room_in
from matcher.domain.index.table import Table
from matcher.domain.supply import Ceiling, Line

Answered: TypeAlias = Mapping[str, int]
"""The categories that a line can answer, each with the points of the criterion."""

_NO_OFFER: Final = np.iinfo(np.uint32).max
_COLUMNS: Final = {
    "offer": np.uint32,
    "categories": np.uint8,
    "modalities": np.uint8,
    "measure": np.uint8,
    "remaining": np.int64,
    "smallest": np.int64,
    "largest": np.int64,
    "room": np.int64,
    "way": np.uint8,
}


class LineRows:
    """One row for each line; those that can answer a category lie under it, by the points of the criterion."""

    def __init__(self, answered: Callable[[tuple[str, ...]], Answered]) -> None:
        self.table = Table(**_COLUMNS)
        self._answered = answered
        self._categories: Examples[Answered] = Examples()
        self.answering: Postings[tuple[str, int]] = Postings()
        self.measures: Distinct[Measure] = Distinct()
        self.modalities: Examples[Line] = Examples()
        self.ways: Distinct[Way] = Distinct()
        self.ways.number(STAYS)

    @property
    def size(self) -> int:
        """Bytes of all arrays."""
        return self.table.size + self.answering.size

    def add(self, offer_row: int, line: Line, ceiling: Ceiling | None) -> None:
        """Write a line of an offer under each category that it answers."""
        categories = self._categories.number(line.categories, lambda: self._answered(line.categories))
        room, way = room_in(ceiling, line)
        row = self.table.add(
            offer=offer_row,
            categories=categories,
            modalities=self._modalities(line),
            measure=self.measures.number(measure_of(line)),
            remaining=amount_cell(line.remaining),
            smallest=amount_cell(line.smallest_share or 1),
            largest=amount_cell(line.largest_share),
            room=amount_cell(room),
            way=self.ways.number(way),
        )
        self.answering.add(row, self._categories.records[categories].items())

    def release(self, offer_row: int) -> None:
        """Give the rows of an offer's lines back."""
        for row in np.flatnonzero(self.table["offer"][: len(self.table)] == offer_row).tolist():
            answered = self._categories.records[int(self.table["categories"][row])]
            self.answering.discard(row, answered.items())
            self.table.release(row)
            self.table["offer"][row] = _NO_OFFER

    def offers(self, rows: Places) -> Places:
        """Return the row of the offer of each line."""
        return places(self.table["offer"][rows])

    def bounds(self, rows: Places, states: Ints, context: Context) -> Bounds:
        """Return the bounds of some lines, each for so many States together."""
        remaining, smallest, largest, room, ways = (
            self.table[name][rows] for name in ("remaining", "smallest", "largest", "room", "way")
        )
        return Bounds(remaining, smallest, largest, converted(room * states, ways, self.ways.values, context))

    def copy(self) -> "LineRows":
        """Return rows of their own with the same lines."""
        twin = LineRows(self._answered)
        twin.table, twin.answering = self.table.copy(), self.answering.copy()
        twin._categories, twin.modalities = self._categories.copy(), self.modalities.copy()
        twin.measures, twin.ways = self.measures.copy(), self.ways.copy()
        return twin

    def _modalities(self, line: Line) -> int:
        forms = tuple(sorted(set(line.modalities)))
        return self.modalities.number(forms, lambda: replace(ANY_LINE, modalities=forms))
