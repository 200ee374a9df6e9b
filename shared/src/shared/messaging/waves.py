"""Cutting a window of outbox rows into waves, so that one aggregate's events are never in flight together."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def cut_into_waves(rows: Sequence[Row], key: Callable[[Row], str]) -> list[list[Row]]:
    """Return the rows in waves: no key twice in a wave, and each key's rows in their order over the waves."""
    seen: Counter[str] = Counter()
    waves: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        waves[seen[key(row)]].append(row)
        seen[key(row)] += 1
    return [waves[number] for number in sorted(waves)]
