"""When help is wanted."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Window:
    """The days in which help is wanted, both ends included; None leaves that end open."""

    start: date | None = None
    end: date | None = None
