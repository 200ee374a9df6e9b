"""How directly the offer is meant for the States of the need."""

from matcher.domain.eligibility import POINTS, Level
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.mark import Mark


def specificity(meeting: Meeting) -> Mark:
    """Return the points of the way in which each State is eligible, as the floor of the mean over the States."""
    ways = meeting.reach
    nearest = max(ways, key=lambda way: way.points)
    uneven = len({way.level for way in ways}) > 1
    variant = "several" if uneven else nearest.level.value
    facts = {
        "states": [way.state for way in ways if way.state is not None and way.level is not Level.NONE],
        "not_eligible": [way.state for way in ways if way.state is not None and way.level is Level.NONE],
        "area": nearest.area,
        "group": meeting.need.group,
        "nearest": nearest.level.value,
    }
    return Mark(sum(POINTS[way.level] for way in ways) // len(ways), variant, facts)
