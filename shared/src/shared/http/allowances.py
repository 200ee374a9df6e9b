"""How much of something each key may take: so much at once, and as much again in every minute that follows."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Final

MINUTE: Final = 60.0

MOST_KEYS: Final = 50_000
"""How many keys are remembered; past that the one that asked longest ago is forgotten, which gives it a full minute."""

_ROUNDING: Final = 1e-6


class Allowance:
    """`per_minute` units for each key, 0 for no limit: the generic cell rate algorithm, one number for each key.

    What is refused takes nothing, so a caller that goes on asking is served at the rate it is allowed, and not never.
    """

    def __init__(
        self, per_minute: int, *, seconds: Callable[[], float] = monotonic, most_keys: int = MOST_KEYS
    ) -> None:
        self._interval = MINUTE / per_minute if per_minute else 0.0
        self._seconds = seconds
        self._most_keys = most_keys
        self._paid_until: OrderedDict[str, float] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one unit and return 0, or take none and return in how many seconds there is one again."""
        if not self._interval:
            return 0.0
        now = self._seconds()
        paid_until = max(self._paid_until.get(key, now), now) + self._interval
        wait = paid_until - now - MINUTE
        if wait > _ROUNDING:
            return wait
        self._paid_until[key] = paid_until
        self._paid_until.move_to_end(key)
        if len(self._paid_until) > self._most_keys:
            self._paid_until.popitem(last=False)
        return 0.0
