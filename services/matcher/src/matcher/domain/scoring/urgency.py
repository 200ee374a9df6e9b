"""In which order needs are worked on; it says nothing about which offer suits a need."""

from datetime import date
from typing import Final

from matcher.domain.demand import Need

_PER_PRIORITY: Final = 150
_WAITING: Final = 250
_HALF_WAY_DAYS: Final = 180


def urgency(need: Need, today: date) -> int:
    """Return 0..1000: 150 for each step of priority, and up to 250 for waiting, half of it after 180 days."""
    if need.opened_at is None:
        return _PER_PRIORITY * need.priority
    waited = max(0, (today - need.opened_at.date()).days)
    return _PER_PRIORITY * need.priority + _WAITING * waited // (waited + _HALF_WAY_DAYS)
