"""Records as they would be if all that is proposed were given: so that nothing is proposed twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from matcher.domain.amounts import MONEY, ONE, divided_up
from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.pairing import Meeting, Pairing
from matcher.domain.supply import Ceiling, Line, Offer


@dataclass(frozen=True)
class Promise:
    """What is proposed between a component and a line; `quantity` None = not measured, both are taken whole.

    `on_offer` and `on_need` say where it still has to be counted: a side that holds it has counted it already, and
    money that pays for another's help covers nothing itself.
    """

    need_id: UUID
    offer_id: UUID
    component_id: UUID
    line_id: UUID
    quantity: int | None
    on_offer: bool = True
    on_need: bool = True


@dataclass(frozen=True)
class Present:
    """The needs and offers by id, as they are today or as promises would leave them."""

    needs: Mapping[UUID, Need]
    offers: Mapping[UUID, Offer]
    context: Context

    def pairing(self, promise: Promise) -> Pairing | None:
        """Return the pair that a promise is about; None where it is not there any more."""
        need, offer = self.needs.get(promise.need_id), self.offers.get(promise.offer_id)
        if need is None or offer is None:
            return None
        components = [each for each in need.components if each.component_id == promise.component_id]
        lines = [each for each in offer.lines if each.line_id == promise.line_id]
        if not components or not lines:
            return None
        return Pairing(Meeting(need, offer, self.context), components[0], lines[0])

    def after(self, promises: Iterable[Promise]) -> "Present":
        """Return the records with each promise counted: in the line, the component and the States' ceilings."""
        present = self
        for promise in promises:
            pairing = present.pairing(promise)
            if pairing is not None:
                present = present._with(promise, pairing)
        return present

    def _with(self, promise: Promise, pairing: Pairing) -> "Present":
        need, offer = pairing.meeting.need, pairing.meeting.offer
        component = _covered(pairing, promise.quantity) if promise.on_need else pairing.component
        line = _reserved(pairing.line, promise.quantity) if promise.on_offer else pairing.line
        components = tuple(component if each is pairing.component else each for each in need.components)
        lines = tuple(line if each is pairing.line else each for each in offer.lines)
        return Present(
            {**self.needs, need.need_id: replace(need, components=components)},
            {**self.offers, offer.offer_id: replace(offer, lines=lines)},
            replace(self.context, held=_held(pairing, promise.quantity)),
        )


def part_covered(pairing: Pairing, quantity: int | None) -> int | None:
    """Return how much of the component a quantity of the line covers, in the component's own thousandths.

    All that is still asked for where the two are not compared; None where nobody said how much that is.
    """
    known = pairing.taking
    if known.residual is None or quantity is None or not known.asked:
        return known.residual
    return min(known.residual, max(1, known.residual * quantity // known.asked))


def charged(pairing: Pairing, quantity: int | None) -> int | None:
    """Return what a quantity counts on the offer's ceiling where that is in another currency, or in money for things.

    None = as it stands, or not known: without a rate, or without a price of what is given.
    """
    ceiling, line = pairing.meeting.offer.ceiling, pairing.line
    if ceiling is None or quantity is None:
        return None
    amount = quantity if ceiling.unit == line.unit else _worth(line, ceiling, quantity)
    if amount is None or (ceiling.unit == line.unit and ceiling.currency == line.currency):
        return None
    way = pairing.meeting.context.conversion(line.currency, ceiling.currency)
    return None if way is None else way.up(amount)


def _worth(line: Line, ceiling: Ceiling, quantity: int) -> int | None:
    """Return what things cost, in the line's currency, where the ceiling is in money and their price is known."""
    if ceiling.unit != MONEY or not line.unit_cost:
        return None
    return divided_up(quantity * line.unit_cost, ONE)


def _covered(pairing: Pairing, quantity: int | None) -> Component:
    component, part = pairing.component, part_covered(pairing, quantity)
    if part is None:
        # One unmeasured promise is all that a component takes of which nobody said how much it is.
        return replace(component, quantity=ONE, covered=ONE)
    return replace(component, covered=(component.covered or 0) + part)


def _reserved(line: Line, quantity: int | None) -> Line:
    if line.remaining is None:
        return line
    taken = line.remaining if quantity is None or not line.divisible else min(quantity, line.remaining)
    return replace(line, reserved=line.reserved + taken)


def _held(pairing: Pairing, quantity: int | None) -> Mapping[tuple[UUID, str], int]:
    """Count the quantity on the ceiling of each State that has room, in equal parts; whole where it is not measured."""
    meeting, context = pairing.meeting, pairing.meeting.context
    ceiling, held = meeting.offer.ceiling, context.held
    if ceiling is None or ceiling.unit != pairing.line.unit:
        return held
    keys = [(meeting.offer.offer_id, state) for state in meeting.states]
    rooms = {key: room for key in keys if (room := ceiling.amount - held.get(key, 0)) > 0}
    counted = charged(pairing, quantity) or quantity
    parts = {key: room if counted is None else divided_up(counted, len(rooms)) for key, room in rooms.items()}
    return {**held, **{key: held.get(key, 0) + part for key, part in parts.items()}}
