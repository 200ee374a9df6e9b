"""What every step of a round looks at while it works: is it cancelled, is its time up, who hears of progress."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from matcher.domain.rounds.progress import Progress

RANKS = ("optimal", "gap_reached", "effort", "clock", "cancelled")
"""What may stop a level, the strongest result first."""


@dataclass
class Watch:
    """Tells progress in one direction only, and carries the weakest of what has stopped anything so far."""

    tell: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    seconds: float
    stopped: str = "optimal"
    done: int = 0
    _begun: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds left before the safety valve."""
        return max(0.0, self.seconds - (time.monotonic() - self._begun))

    def is_over(self) -> bool:
        """Say whether nothing more should be begun, and remember why."""
        if self.cancelled():
            self.stop("cancelled")
        elif self.left() <= 0:
            self.stop("clock")
        return self.stopped in {"clock", "cancelled"}

    def stop(self, reason: str) -> None:
        """Remember what stopped a step, if it is weaker than what stopped those before."""
        self.stopped = max(self.stopped, reason, key=RANKS.index)

    def report(self, stage: str, done: int, level: str | None = None, **figures: int | None) -> None:
        """Tell how far the round has come; `done` in thousandths, never less than told before."""
        self.done = max(self.done, done)
        self.tell(Progress(stage, level, done=self.done, **figures))
