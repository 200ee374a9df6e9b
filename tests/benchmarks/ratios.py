"""A figure as a ratio of two medians taken side by side, so that a noisy machine disturbs both alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Ratio:
    name: str
    value: float
    unit: str
    what: str
    against: str


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def medians_side_by_side(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Run both in turn, ROUNDS times, after one round that does not count."""
    pairs = [(seconds_of(ours), seconds_of(theirs)) for _ in range(ROUNDS + 1)][1:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
