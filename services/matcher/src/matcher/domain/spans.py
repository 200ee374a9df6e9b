"""Spans of days, both ends included, and how long two of them run together."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """Days from `start` to `end`; None leaves that end open."""

    start: date | None = None
    end: date | None = None

    def includes(self, day: date) -> bool:
        """Say whether the day lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def days_together(first: Span, second: Span, earliest: date | None = None) -> int | None:
    """Return the days that both spans share from `earliest` on; None where nothing bounds them.

    Zero or less says how far they are apart: one day more than the gap between them would give the first day.
    """
    starts = [day for day in (first.start, second.start, earliest) if day is not None]
    ends = [day for day in (first.end, second.end) if day is not None]
    if not starts or not ends:
        return None
    return (min(ends) - max(starts)).days + 1
