"""Values that repeat from record to record, each kept once under a number."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value", bound=Hashable)
Example = TypeVar("Example")


class Distinct(Generic[Value]):
    """Numbers 0, 1, 2... in the order in which the values first came; none is forgotten, so numbers never change."""

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}
        self.values: list[Value] = []

    def __len__(self) -> int:
        return len(self.values)

    def number(self, value: Value) -> int:
        """Return the value's number, a new one where it is new."""
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def known(self, value: Value) -> int | None:
        """Return the value's number if it has one."""
        return self._numbers.get(value)

    def copy(self) -> "Distinct[Value]":
        """Return the same numbering, to go on by itself."""
        twin: Distinct[Value] = Distinct()
        twin._numbers, twin.values = dict(self._numbers), list(self.values)
        return twin


class Examples(Generic[Example]):
    """Numbers for what repeats, with one record for each that stands for all that bear it."""

    def __init__(self) -> None:
        self._numbers: Distinct[Hashable] = Distinct()
        self.records: list[Example] = []

    def number(self, value: Hashable, example: Callable[[], Example]) -> int:
        """Return the value's number; where it is new, make its example."""
        number = self._numbers.number(value)
        if number == len(self.records):
            self.records.append(example())
        return number

    def copy(self) -> "Examples[Example]":
        """Return the same numbering, to go on by itself."""
        twin: Examples[Example] = Examples()
        twin._numbers, twin.records = self._numbers.copy(), list(self.records)
        return twin
