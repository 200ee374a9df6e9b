"""Which States ask, and which States, groups and regions offers name."""

from datetime import date
from functools import cache

from matcher.domain.supply import Eligibility
from shared.geography import load_geography
from tests.support.simulated_worlds.drawing import Draw
from tests.support.simulated_worlds.shapes import load_shapes

MEMBERS_ON = date(2024, 1, 1)
"""The day whose members are drawn from; matching asks for those of its own day."""


def state_of_a_region(draw: Draw) -> tuple[str, str]:
    """Draw a region by how often its States ask, and a State of it, some of which ask more often than others."""
    region = draw.weighed(load_shapes().weights("regions"))
    states = _posting_states(region)
    return region, min(draw.any_of(states), draw.any_of(states))


def eligibility(draw: Draw) -> Eligibility:
    """Draw whom an offer is open to, in the shares in which real offers name States, groups, regions or everyone."""
    shapes = load_shapes()
    reach = draw.weighed(shapes.weights("reach"))
    if reach == "everyone":
        return Eligibility(everyone=True)
    if reach == "region":
        return Eligibility(regions=(draw.weighed(shapes.weights("offered_regions")),))
    if reach == "development":
        return Eligibility(groups=(draw.weighed(shapes.weights("offered_development")),))
    groups = (draw.weighed(shapes.weights("offered_groups")),) if reach != "states" else ()
    return Eligibility(states=_named(draw) if reach != "group" else (), groups=groups)


def _named(draw: Draw) -> tuple[str, ...]:
    number = int(draw.weighed(load_shapes().weights("named_states")))
    region, first = state_of_a_region(draw)
    others = dict.fromkeys((state for state in _posting_states(region) if state != first), 1)
    return first, *draw.several(others, number - 1)


@cache
def _posting_states(region: str) -> tuple[str, ...]:
    geography = load_geography()
    members = geography.members(region, MEMBERS_ON)
    return tuple(sorted(state for state in members if geography.states[state].un_member_since is not None))
