"""What a pair's quantities come to, worked out the slow and obvious way; part of the reference matcher."""

from dataclasses import dataclass
from datetime import date

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.supply import Line, Offer


def states_of(need: Need, context: Context) -> list[str]:
    if need.states:
        return list(need.states)
    if need.group is not None and need.group in context.geography.areas:
        return sorted(context.geography.members(need.group, context.today))
    return []


def is_member(state: str, area: str, need: Need, context: Context) -> bool:
    if area in context.geography.areas and not need.historic:
        return state in context.geography.members(area, context.today)
    wanted = need.window.start or date.min
    return any(end is None or end > wanted for end in membership_ends(state, area, context))


def membership_ends(state: str, area: str, context: Context) -> list[date | None]:
    parts = [area] if area in context.geography.areas else []
    for part in parts:
        parts += context.geography.areas[part].composed_of
    return [each.until for each in context.geography.memberships if each.area in parts and each.state == state]


def state_points(state: str, need: Need, offer: Offer, context: Context) -> int:
    eligibility = offer.eligibility
    if state in eligibility.excluded_states:
        return 0
    points = [0]
    if state in eligibility.states:
        points.append(1000)
    for area in eligibility.regions + eligibility.groups:
        if is_member(state, area, need, context):
            kind = context.geography.areas[area].kind
            points.append({"subregional": 850, "region": 700, "development": 650}[kind])
            if area == need.group:
                points.append(850)
    once = [area for area in eligibility.regions + eligibility.groups if membership_ends(state, area, context)]
    if need.historic and once:
        points.append(600)
    if eligibility.everyone:
        points.append(500)
    return max(points)


def points_by_state(need: Need, offer: Offer, context: Context) -> list[int]:
    states = states_of(need, context)
    if states:
        return [state_points(state, need, offer, context) for state in states]
    if need.group is not None and need.group in offer.eligibility.regions + offer.eligibility.groups:
        return [850]
    return [500 if offer.eligibility.everyone else 0]


@dataclass
class Quantities:
    residual: int | None
    asked: int | None
    remaining: int | None
    room: int | None
    room_here: int | None


def quantities(need: Need, component: Component, offer: Offer, line: Line, context: Context) -> Quantities:
    residual = residual_of(component)
    room = room_of(need, offer, context)
    room_here = None
    if room is not None and offer.ceiling is not None and offer.ceiling.unit == line.unit:
        room_here = room
        if line.unit == "money":
            factors = exchange(offer.ceiling.currency, line.currency, context)
            room_here = None if factors is None else room * factors[0] // factors[1]
    remaining = None
    if line.pledged is not None:
        remaining = max(0, line.pledged - line.reserved - line.committed - line.delivered)
    return Quantities(residual, asked_of(component, line, context), remaining, room, room_here)


def residual_of(component: Component) -> int | None:
    covered = component.covered if component.covered is not None else 0
    if component.quantity is not None:
        return max(0, component.quantity - covered)
    if component.estimated_cost is not None:
        return max(0, component.estimated_cost - covered)
    return None


def asked_of(component: Component, line: Line, context: Context) -> int | None:
    residual = residual_of(component)
    if line.unit is None or residual is None:
        return None
    if line.unit != "money":
        return residual if component.quantity is not None and component.unit == line.unit else None
    if component.unit == "money" and component.quantity is not None:
        money = residual
    elif component.estimated_cost is None:
        return None
    elif component.quantity is None:
        money = residual
    else:
        money = rounded_up(component.estimated_cost * residual, component.quantity)
    factors = exchange(component.currency, line.currency, context)
    return None if factors is None else rounded_up(money * factors[0], factors[1])


def rounded_up(amount: int, by: int) -> int:
    return amount // by + (1 if amount % by else 0)


def exchange(source: str | None, target: str | None, context: Context) -> tuple[int, int] | None:
    if source is None or target is None:
        return None
    if source == target:
        return 1, 1
    best: tuple[int, int] | None = None
    best_on, best_name = date.min, ("", "")
    for first in context.rates:
        for second in context.rates:
            if first.currency != source or second.currency != target:
                continue
            if first.on != second.on or first.source != second.source or first.reference != second.reference:
                continue
            if first.on > context.today:
                continue
            name = (first.source, first.reference)
            if best is None or first.on > best_on or (first.on == best_on and name < best_name):
                best, best_on, best_name = (second.millionths, first.millionths), first.on, name
    return best


def room_of(need: Need, offer: Offer, context: Context) -> int | None:
    if offer.ceiling is None:
        return None
    states = states_of(need, context)
    eligible = [state for state in states if state_points(state, need, offer, context) > 0]
    room = 0
    for state in eligible or states:
        room += max(0, offer.ceiling.amount - context.held.get((offer.offer_id, state), 0))
    return room


def smallest_known(*bounds: int | None) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return min(known) if known else None


def takeable(found: Quantities, line: Line) -> int | None:
    if found.asked is None or found.remaining is None:
        return None
    return smallest_known(found.asked, found.remaining, line.largest_share, found.room_here)
