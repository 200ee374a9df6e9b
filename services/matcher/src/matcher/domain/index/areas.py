"""The sets of regions and groups that offers name, as bits, and how many points each is worth to one State."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.domain.index.arrays import Cells, Ints, grown
from matcher.domain.index.distinct import Distinct

_WORD = 64


@dataclass(frozen=True)
class Step:
    """What every set is worth that has one of these areas, given as bits of one word."""

    worth: int
    word: int
    mask: np.uint64


class AreaSets:
    """Distinct sets of areas, each with or without everyone; areas not in the gazetteer are areas like others."""

    def __init__(self) -> None:
        self.areas: Distinct[str] = Distinct()
        self._sets: Distinct[tuple[frozenset[str], bool]] = Distinct()
        self._everyone: Cells = np.zeros(0, np.bool_)
        self._bits: list[Cells] = []

    def __len__(self) -> int:
        return len(self._sets)

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        return self._everyone.nbytes + sum(bits.nbytes for bits in self._bits)

    def number(self, areas: frozenset[str], *, everyone: bool) -> int:
        """Return the number of a set, a new one where it is new."""
        known = self._sets.known((areas, everyone))
        return self._entered(areas, everyone=everyone) if known is None else known

    def steps(self, by_area: Mapping[int, int]) -> Sequence[Step]:
        """Return what points each area by its number is worth as steps from few points to many."""
        words = range(len(self._bits))
        worths = sorted({worth for worth in by_area.values() if worth})
        steps = (
            Step(worth, word, _mask(word, [area for area, each in by_area.items() if each == worth]))
            for worth in worths
            for word in words
        )
        return tuple(step for step in steps if step.mask)

    def points(self, steps: Sequence[Step], of_everyone: int) -> Ints:
        """Return for every set the most that one of its areas is worth; everyone is never worth more than an area."""
        count = len(self)
        best = self._everyone[:count] * np.int64(of_everyone)
        for step in steps:
            best[(self._bits[step.word][:count] & step.mask) != 0] = step.worth
        return best

    def copy(self) -> "AreaSets":
        """Return the same sets, to go on by themselves."""
        twin = AreaSets()
        twin.areas, twin._sets = self.areas.copy(), self._sets.copy()
        twin._everyone, twin._bits = self._everyone.copy(), [bits.copy() for bits in self._bits]
        return twin

    def _entered(self, areas: frozenset[str], *, everyone: bool) -> int:
        number = self._sets.number((areas, everyone))
        self._everyone = grown(self._everyone, number + 1)
        self._everyone[number] = everyone
        numbers = [self.areas.number(area) for area in sorted(areas)]
        while len(self._bits) * _WORD < len(self.areas):
            self._bits.append(np.zeros(0, np.uint64))
        for word, bits in enumerate(self._bits):
            self._bits[word] = grown(bits, len(self._everyone))
            self._bits[word][number] = _mask(word, numbers)
        return number


def _mask(word: int, numbers: Iterable[int]) -> np.uint64:
    """Return the bits of those numbers that lie in one word."""
    return np.uint64(sum(1 << number % _WORD for number in numbers if number // _WORD == word))
