"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta


class MovingClock:
    """A Clock for tests: `clock()` answers the same moment until `advance` is called."""

    def __init__(self, now: datetime = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        """Move by a timedelta's arguments: `clock.advance(minutes=10)`."""
        self.now += timedelta(**span)
