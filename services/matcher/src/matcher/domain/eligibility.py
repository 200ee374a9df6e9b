"""How directly an offer reaches the States of a need: by name, through a region or group, or with everyone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.supply import Offer


class Level(StrEnum):
    """The ways of being eligible: by name, through three kinds of areas, as who once belonged to one, with everyone."""

    NAMED = "named"
    SUBREGIONAL = "subregional"
    REGION = "region"
    DEVELOPMENT = "development"
    FORMER = "former"
    EVERYONE = "everyone"
    NONE = "none"


POINTS: Final = {
    Level.NAMED: 1000,
    Level.SUBREGIONAL: 850,
    Level.REGION: 700,
    Level.DEVELOPMENT: 650,
    Level.FORMER: 600,
    Level.EVERYONE: 500,
    Level.NONE: 0,
}
"""Points of the criterion `specificity`, 0..1000."""


@dataclass(frozen=True)
class Reach:
    """How one State (None: a group whose members are not known) is reached, and through which area if any."""

    state: str | None
    level: Level
    area: str | None = None
    excluded: bool = False

    @property
    def points(self) -> int:
        """Points of the criterion `specificity`; 0 = not eligible."""
        return POINTS[self.level]


def reach(need: Need, offer: Offer, context: Context) -> tuple[Reach, ...]:
    """Return one entry for each State of the need, in its order; never empty."""
    states = context.states_of(need)
    if not states:
        return (_reach_of_group(need, offer),)
    return tuple(_reach_of_state(state, need, offer, context) for state in states)


def _reach_of_group(need: Need, offer: Offer) -> Reach:
    if need.group is not None and need.group in offer.eligibility.areas:
        return Reach(None, Level.SUBREGIONAL, need.group)
    return Reach(None, Level.EVERYONE if offer.eligibility.everyone else Level.NONE)


def _reach_of_state(state: str, need: Need, offer: Offer, context: Context) -> Reach:
    eligibility = offer.eligibility
    if state in eligibility.excluded_states:
        return Reach(state, Level.NONE, excluded=True)
    if state in eligibility.states:
        return Reach(state, Level.NAMED)
    ways = [
        Reach(state, _level_of(area, need, context), area)
        for area in eligibility.areas
        if state in context.members_for(need, area)
    ]
    if need.historic:
        once = (area for area in eligibility.areas if state in context.members_since(area, None))
        ways += [Reach(state, Level.FORMER, area) for area in once]
    if eligibility.everyone:
        ways.append(Reach(state, Level.EVERYONE))
    return max(ways, key=lambda way: way.points, default=Reach(state, Level.NONE))


def _level_of(area: str, need: Need, context: Context) -> Level:
    return Level.SUBREGIONAL if area == need.group else Level(context.geography.areas[area].kind)
