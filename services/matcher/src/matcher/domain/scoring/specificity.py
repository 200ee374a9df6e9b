"""How directly the offer is meant for the States of the need."""

from collections.abc import Sequence

from matcher.domain.eligibility import POINTS, Level, Reach
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.mark import Mark


def specificity(meeting: Meeting) -> Mark:
    """Return the points of the way in which each State is eligible, as the floor of the mean over the States."""
    ways = meeting.reach
    nearest = max(ways, key=lambda way: way.points)
    facts = {
        "states": [way.state for way in ways if way.state is not None and way.level is not Level.NONE],
        "not_eligible": [way.state for way in ways if way.state is not None and way.level is Level.NONE],
        "area": nearest.area,
        "group": meeting.need.group,
        "nearest": nearest.level.value,
    }
    return Mark(sum(POINTS[way.level] for way in ways) // len(ways), _variant(ways, nearest), facts)


def _variant(ways: Sequence[Reach], nearest: Reach) -> str:
    if nearest.state is None and nearest.area is not None:
        return "group"
    levels = {way.level for way in ways}
    if len(levels) == 1:
        return nearest.level.value
    return "partial" if Level.NONE in levels else "uneven"
