"""When help is wanted or can be given, and when a call takes applications."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Window:
    """A span of days, both ends included; None leaves that end open."""

    start: date | None = None
    end: date | None = None
