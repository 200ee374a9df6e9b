"""A figure as a ratio of two medians taken side by side, so that a noisy machine disturbs both alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ROUNDS = 5


@dataclass(frozen=True)
class Ratio:
    name: str
    value: float
    unit: str
    what: str
    against: str
    wanted: "Limit | None" = None
    met: bool | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Judge the figure where a limit is set: None says that there is nothing to hold it to."""
        if self.wanted is not None:
            object.__setattr__(self, "met", self.wanted.holds(self.value))

    def __str__(self) -> str:
        """One line of the table, with the limit and whether it is met at its end."""
        line = f"{self.name:<36} {self.value:>9.3f} {self.unit:<14} {self.what}, against {self.against}"
        return line if self.wanted is None else f"{line}; wanted {self.wanted}: {'met' if self.met else 'MISSED'}"


@dataclass(frozen=True)
class Limit:
    """What a figure is wanted to be: one of the two bounds, which itself is good enough."""

    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a figure is within both bounds."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        """Name the bounds that are set."""
        bounds = ((">=", self.at_least), ("<=", self.at_most))
        return " and ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def medians_side_by_side(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Run both in turn, ROUNDS times, after one round that does not count."""
    pairs = [(seconds_of(ours), seconds_of(theirs)) for _ in range(ROUNDS + 1)][1:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
