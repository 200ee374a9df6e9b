"""What happens a thousand times a second in an outage, said once a second with its number."""

from collections.abc import Callable
from time import monotonic


class Seldom:
    """Tells when something is to be said again, and how often it has happened since it was said last."""

    def __init__(self, *, every: float = 1.0, seconds: Callable[[], float] = monotonic) -> None:
        self._every = every
        self._seconds = seconds
        self._said_at = float("-inf")
        self._since = 0

    def count(self) -> int:
        """Note that it happened; return how often since it was said last when it is to be said now, else 0."""
        self._since += 1
        now = self._seconds()
        if now - self._said_at < self._every:
            return 0
        count, self._since, self._said_at = self._since, 0, now
        return count
