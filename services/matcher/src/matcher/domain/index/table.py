"""Rows of whole numbers, held as one array a column."""

from typing import Final

import numpy.typing as npt
from numpy import zeros

from matcher.domain.index.arrays import Cells, grown, widened

_FIRST_ROOM: Final = 16


class Table:
    """Columns of equal length; a row that was given back is used again, a column widens when a value needs it."""

    def __init__(self, **kinds: npt.DTypeLike) -> None:
        self._columns: dict[str, Cells] = {name: zeros(_FIRST_ROOM, kind) for name, kind in kinds.items()}
        self._free: list[int] = []
        self._used = 0

    def __getitem__(self, column: str) -> Cells:
        return self._columns[column]

    def __len__(self) -> int:
        """Return how many rows were ever in use at once, those given back included."""
        return self._used

    @property
    def size(self) -> int:
        """Bytes of all arrays, with the room they keep for growth."""
        return sum(cells.nbytes for cells in self._columns.values())

    def add(self, **values: int) -> int:
        """Write a row, one value for each column, and return its number."""
        row = self._free.pop() if self._free else self._next()
        for name, value in values.items():
            self._write(name, row, value)
        return row

    def release(self, row: int) -> None:
        """Give a row back; every column becomes 0."""
        for cells in self._columns.values():
            cells[row] = 0
        self._free.append(row)

    def copy(self) -> "Table":
        """Return a table of its own with the same rows."""
        twin = Table()
        twin._columns = {name: cells.copy() for name, cells in self._columns.items()}
        twin._free, twin._used = list(self._free), self._used
        return twin

    def _next(self) -> int:
        self._used += 1
        for name, cells in self._columns.items():
            self._columns[name] = grown(cells, self._used)
        return self._used - 1

    def _write(self, name: str, row: int, value: int) -> None:
        try:
            self._columns[name][row] = value
        except OverflowError:
            self._columns[name] = widened(self._columns[name], value)
            self._columns[name][row] = value
