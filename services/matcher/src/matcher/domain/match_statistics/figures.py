"""The figures of a set of matches; how they are counted is the adapters' business."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from matcher.domain.matches.life_cycle import Status

FUNNEL: Final[Sequence[Status]] = ("proposed", "endorsed", "reserved", "confirmed", "delivered", "evaluated")
"""The steps of the straight way, of which each match that came so far has been through all before."""


@dataclass(frozen=True)
class Quartiles:
    """Hours that a quarter, half and three quarters took at most, interpolated between neighbours."""

    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class TimeInStage:
    """How long finished stays in a stage took: `passages` stays of `matches` matches, for one may stay twice."""

    passages: int
    matches: int
    hours: Quartiles


@dataclass(frozen=True)
class TimeToConfirmation:
    """How long `matches` matches took from the opening of their need to the consent of all parties."""

    matches: int
    hours: Quartiles


@dataclass(frozen=True)
class Figures:
    """Matches by the stage in which they stand now, the time they took in each, and until they were confirmed."""

    standing: Mapping[Status, int] = field(default_factory=dict[Status, int])
    times: Mapping[Status, TimeInStage] = field(default_factory=dict[Status, TimeInStage])
    to_confirmation: TimeToConfirmation | None = None

    @property
    def matches(self) -> int:
        """How many there are."""
        return sum(self.standing.values())


@dataclass(frozen=True)
class LeftTheWay:
    """How many matches ended so, for this reason, out of this stage."""

    status: Status
    reason: str
    left_from: Status
    matches: int


@dataclass(frozen=True)
class FunnelStep:
    """How many matches ever came to a stage; as a share of all, and of those that came to the step before."""

    stage: Status
    matches: int
    of_all: float
    of_step_before: float


@dataclass(frozen=True)
class MatchStatistics:
    """Everything told about a set of matches; one of several categories or regions counts in each of them."""

    all: Figures
    categories: Mapping[str, Figures]
    regions: Mapping[str, Figures]
    left: Sequence[LeftTheWay]
    funnel: Sequence[FunnelStep]


def funnel_of(reached: Mapping[Status, int]) -> Sequence[FunnelStep]:
    """Return the funnel from how many matches ever came to each stage; every match was proposed once."""
    everyone = before = reached.get(FUNNEL[0], 0)
    steps: list[FunnelStep] = []
    for stage in FUNNEL:
        matches = reached.get(stage, 0)
        steps.append(FunnelStep(stage, matches, _share(matches, everyone), _share(matches, before)))
        before = matches
    return tuple(steps)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
