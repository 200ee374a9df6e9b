"""What the needs of a round still ask for, and how much each of it counts."""

from collections.abc import Iterable
from typing import Final

from matcher.domain.amounts import ONE
from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.rounds.parts import Wanted
from matcher.domain.rounds.settings import RoundSettings
from matcher.domain.scoring import urgency
from matcher.domain.taking import residual

REGIONS: Final = ("africa", "americas", "asia", "europe", "oceania")
"""The United Nations' five regions (M49), over which a round spreads what it gives."""


def wanted_of(needs: Iterable[Need], context: Context, settings: RoundSettings) -> tuple[Wanted, ...]:
    """Return the components that still ask for something, by their ids.

    A need's weight is divided among them, so that a need cut into many components counts no more than another.
    """
    found = [wanted for need in needs for wanted in _of_need(need, context, settings)]
    return tuple(sorted(found, key=lambda wanted: wanted.component_id))


def _of_need(need: Need, context: Context, settings: RoundSettings) -> list[Wanted]:
    asking = [component for component in need.components if _asks(component)]
    if not asking:
        return []
    places = context.states_of(need) or ((need.group,) if need.group is not None else ())
    regions = tuple(key for key in REGIONS if not context.members(key).isdisjoint(places))
    weight = settings.weights[need.priority] * ONE // len(asking)
    return [
        Wanted(
            component_id=component.component_id,
            need_id=need.need_id,
            weight=weight,
            priority=need.priority,
            urgency=urgency(need, context.today),
            places=places,
            regions=regions,
            group=need.need_id if need.all_or_nothing else None,
        )
        for component in asking
    ]


def _asks(component: Component) -> bool:
    return residual(component) != 0
