"""How near the offered category is to the one asked for."""

from matcher.domain.affinity import POINTS, affinity
from matcher.domain.pairing import Pairing
from matcher.domain.scoring.mark import Mark


def category(pairing: Pairing) -> Mark:
    """Return 1000 for the same entry, 700 where one contains the other, 300 for a sibling (a near miss only)."""
    asked = pairing.component.category
    nearest, offered = affinity(asked, pairing.line.categories, pairing.meeting.context)
    return Mark(POINTS[nearest], nearest.value, {"category": asked, "offered": offered})
