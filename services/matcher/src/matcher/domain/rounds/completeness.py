"""Needs whose components only make sense together, where not all of them can be reached."""

from collections.abc import Sequence

from matcher.domain.rounds.pairs import Offered
from matcher.domain.rounds.parts import Wanted


def without_incomplete_groups(wanted: Sequence[Wanted], found: Sequence[Offered]) -> list[Offered]:
    """Return the pairs without those of an all-or-nothing need that has a component which no line can reach."""
    reached = {offered.component for offered in found}
    lost = {each.group for place, each in enumerate(wanted) if each.group is not None and place not in reached}
    return [offered for offered in found if wanted[offered.component].group not in lost]
