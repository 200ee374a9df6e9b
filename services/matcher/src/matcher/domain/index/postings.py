"""For each key, the rows that bear it."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import numpy as np

from matcher.domain.index.arrays import Cells, grown

Key = TypeVar("Key", bound=Hashable)


class Postings(Generic[Key]):
    """Row numbers by key, in no order; adding one is a write, taking one away a search among those of its keys."""

    def __init__(self) -> None:
        self._rows: dict[Key, Cells] = {}
        self._counts: dict[Key, int] = {}

    @property
    def size(self) -> int:
        """Bytes of all arrays, with the room they keep for growth."""
        return sum(rows.nbytes for rows in self._rows.values())

    def rows(self, key: Key) -> Cells:
        """Return the rows of a key; valid until the next change."""
        return self._rows[key][: self._counts[key]] if key in self._rows else np.zeros(0, np.int32)

    def add(self, row: int, keys: Iterable[Key]) -> None:
        """Enter a row under each of its distinct keys."""
        for key in keys:
            count = self._counts.get(key, 0)
            rows = grown(self._rows.get(key, np.zeros(0, np.int32)), count + 1)
            rows[count] = row
            self._rows[key], self._counts[key] = rows, count + 1

    def discard(self, row: int, keys: Iterable[Key]) -> None:
        """Take a row away from each of its distinct keys: the last row of the key takes its place."""
        for key in keys:
            rows, last = self._rows[key], self._counts[key] - 1
            place = int(np.flatnonzero(rows[: last + 1] == row)[0])
            rows[place], self._counts[key] = rows[last], last

    def copy(self) -> "Postings[Key]":
        """Return postings of their own with the same rows."""
        twin: Postings[Key] = Postings()
        twin._rows = {key: rows.copy() for key, rows in self._rows.items()}
        twin._counts = dict(self._counts)
        return twin
