"""What the State says of the help it received (consent gate 3): indicators, and the four facets of BMS7 97."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from matcher.domain.matches.delivery import Indicator

FACETS: Final = ("adequate", "measurable", "sustainable", "timely")
"""What assistance should be, BMS7 97."""


@dataclass(frozen=True)
class Rating:
    """A facet's mark, from 1 (not at all) to 5 (fully), and why."""

    facet: str
    mark: int
    comment: str = ""


@dataclass(frozen=True)
class Evaluation:
    """The State's evaluation: every indicator with its actual value, every facet rated once."""

    indicators: tuple[Indicator, ...]
    ratings: tuple[Rating, ...]
    lessons: str
    at: datetime
    by: str

    @property
    def marks(self) -> dict[str, int]:
        """The mark of each facet."""
        return {rating.facet: rating.mark for rating in self.ratings}
