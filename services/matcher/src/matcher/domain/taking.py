"""How much of a component a line could take over, in the line's own unit, as far as the two can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.amounts import MONEY, divided_up, part_of
from matcher.domain.context import Context
from matcher.domain.demand import Component
from matcher.domain.rates import Rate
from matcher.domain.supply import Ceiling, Line, Offer


@dataclass(frozen=True)
class Taking:
    """What is known of a pair's quantities; None = not known or not comparable.

    `residual` counts as the component does; `asked` is the same residual in the line's unit; `room` is what the
    per-State ceiling leaves, in the ceiling's unit, and `room_here` the same in the line's unit.
    """

    residual: int | None
    asked: int | None
    remaining: int | None
    room: int | None
    room_here: int | None
    largest_share: int | None
    rates: tuple[Rate, ...] = ()

    @property
    def most(self) -> int | None:
        """The smallest of the bounds that are known: no more than this can be taken."""
        return _least(self.asked, self.remaining, self.largest_share, self.room_here)

    @property
    def wanted(self) -> int | None:
        """What would be taken if no ceiling stood in the way."""
        return _least(self.asked, self.remaining, self.largest_share)

    @property
    def takeable(self) -> int | None:
        """What would be taken; None where the pair is unquantified."""
        return None if self.asked is None or self.remaining is None else self.most

    @property
    def share(self) -> int | None:
        """The part of the residual that would be covered, in thousandths; None where the pair is unquantified."""
        if self.takeable is None or self.asked is None:
            return None
        return part_of(self.takeable, self.asked) if self.asked else 0


def taking(component: Component, line: Line, offer: Offer, states: Sequence[str], context: Context) -> Taking:
    """Compare the quantities of a pair; `states` are those of the need that the offer's ceiling applies to."""
    asked, rates = _asked(component, line, context)
    room = _room(offer, states, context)
    return Taking(
        residual=residual(component),
        asked=asked,
        remaining=line.remaining,
        room=room,
        room_here=_in_line_unit(room, offer.ceiling, line, context),
        largest_share=line.largest_share,
        rates=rates,
    )


def residual(component: Component) -> int | None:
    """Return what of a component is still asked for: of its quantity, else of its cost; None where neither is said."""
    whole = component.estimated_cost if component.quantity is None else component.quantity
    return None if whole is None else max(0, whole - (component.covered or 0))


def _asked(component: Component, line: Line, context: Context) -> tuple[int | None, tuple[Rate, ...]]:
    if line.unit == MONEY:
        amount = _residual_money(component)
        way = context.conversion(component.currency, line.currency)
        return (None, ()) if amount is None or way is None else (way.up(amount), way.rates)
    counted = line.unit is not None and line.unit == component.unit and component.quantity is not None
    return (residual(component) if counted else None), ()


def _residual_money(component: Component) -> int | None:
    if component.unit == MONEY and component.quantity is not None:
        return residual(component)
    cost, left = component.estimated_cost, residual(component)
    if cost is None or left is None or not component.quantity:
        return left if component.quantity is None else cost
    return divided_up(cost * left, component.quantity)


def _room(offer: Offer, states: Sequence[str], context: Context) -> int | None:
    if offer.ceiling is None:
        return None
    held = (context.held.get((offer.offer_id, state), 0) for state in states)
    return sum(max(0, offer.ceiling.amount - taken) for taken in held)


def _in_line_unit(room: int | None, ceiling: Ceiling | None, line: Line, context: Context) -> int | None:
    if room is None or ceiling is None or ceiling.unit != line.unit:
        return None
    if ceiling.unit != MONEY:
        return room
    way = context.conversion(ceiling.currency, line.currency)
    return None if way is None else way.down(room)


def _least(*bounds: int | None) -> int | None:
    return min((bound for bound in bounds if bound is not None), default=None)
