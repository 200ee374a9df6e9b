"""The words of many texts as numbers in one array, and how close each text is to those of a need."""

from collections.abc import Iterable, Sequence
from sys import getsizeof
from typing import TypeAlias

import numpy as np

from matcher.domain.amounts import ONE
from matcher.domain.index.arrays import Cells, Ints, grown, widened
from matcher.domain.texts import Text, words_of

Run: TypeAlias = tuple[int, int]
"""Where the words of one record begin, and how many there are."""


class Wording:
    """Runs of word numbers, one for all texts of a record; a word has a number of its own in each language.

    Of a record that writes twice in one language only the run's first words of that language can be told apart
    from its others, so such a record is not for this table: see `is_plain`.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}
        self._language_of: Cells = np.zeros(0, np.uint8)
        self._known = 0
        self._cells: Cells = np.zeros(0, np.uint16)
        self._end = 0
        self._wasted = 0

    @property
    def size(self) -> int:
        """Bytes of the arrays and of the dictionaries of words, the words included."""
        words = sum(getsizeof(each) + sum(map(getsizeof, each)) for each in self._numbers.values())
        return self._language_of.nbytes + self._cells.nbytes + words + 32 * self._known

    def add(self, texts: Iterable[Text]) -> Run:
        """Write the words of some texts, and return where they are."""
        numbers = [number for text in texts for number in self._numbered(text)]
        begin, self._end = self._end, self._end + len(numbers)
        self._cells = grown(self._cells, self._end)
        if numbers:
            self._cells = widened(self._cells, self._known)
            self._cells[begin : self._end] = numbers
        return begin, len(numbers)

    def release(self, words: int) -> bool:
        """Count the words of a run as gone; say whether half of the array is gone, and a new one would be smaller."""
        self._wasted += words
        return self._wasted > self._end // 2

    def closed_up(self, begins: Ints, counts: Ints) -> Ints:
        """Keep the runs given and nothing else; return where each begins now."""
        self._cells = self._cells[_spread(begins, counts)]
        self._end, self._wasted = len(self._cells), 0
        return np.cumsum(counts) - counts

    def closeness(self, texts: Sequence[Text], begins: Ints, counts: Ints) -> Ints:
        """Return for each run the points of the criterion `words` against a need's texts; no run may be empty."""
        words = self._cells[_spread(begins, counts)]
        starts = np.cumsum(counts) - counts
        languages = self._language_of[words]
        best = np.zeros(len(begins), np.int64)
        for text in texts:
            known = self._numbers.get(text.language)
            if known is None:
                continue
            asked = words_of(text)
            sought = np.zeros(self._known, np.bool_)
            sought[[known[word] for word in asked if word in known]] = True
            shared = np.add.reduceat(sought[words], starts, dtype=np.int64)
            language = list(self._numbers).index(text.language)
            theirs = np.add.reduceat(languages == language, starts, dtype=np.int64)
            best = np.maximum(best, shared * ONE // np.maximum(len(asked) + theirs - shared, 1))
        return best

    def copy(self) -> "Wording":
        """Return the same words and runs, to go on by themselves."""
        twin = Wording()
        twin._numbers = {language: dict(numbers) for language, numbers in self._numbers.items()}
        twin._language_of, twin._known = self._language_of.copy(), self._known
        twin._cells, twin._end, twin._wasted = self._cells.copy(), self._end, self._wasted
        return twin

    def _numbered(self, text: Text) -> Iterable[int]:
        numbers = self._numbers.setdefault(text.language, {})
        language = list(self._numbers).index(text.language)
        for word in words_of(text):
            if word not in numbers:
                numbers[word] = self._known
                self._known += 1
                self._language_of = grown(self._language_of, self._known)
                self._language_of[self._known - 1] = language
            yield numbers[word]


def writes_once_in_each(texts: Sequence[Text]) -> bool:
    """Say whether no two texts are in one language, as `Wording` supposes."""
    return len({text.language for text in texts}) == len(texts)


def _spread(begins: Ints, counts: Ints) -> Ints:
    """Return the place of every word of some runs, one run after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - (ends - counts), counts)
