"""Delivery: what was planned, what has come, and by which indicators it will be judged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.parties import Party


@dataclass(frozen=True)
class Milestone:
    """A step of delivery: planned for a day, with a quantity of one component in thousandths of the component's unit.

    `actual` and `delivered` are what came of it; None and 0 until then.
    """

    title: str
    planned: date
    component_id: UUID | None = None
    quantity: int | None = None
    actual: date | None = None
    delivered: int = 0


@dataclass(frozen=True)
class Indicator:
    """What success is measured by: from a baseline to a target; `actual` is the State's own finding afterwards."""

    name: str
    unit: str
    baseline: Decimal
    target: Decimal
    actual: Decimal | None = None


@dataclass(frozen=True)
class DeliveryPlan:
    """The milestones in the order of their days, and the indicators."""

    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class DeliveredLine:
    """How much of a line came, in thousandths of its unit; None = it cannot be measured."""

    component_id: UUID
    line_id: UUID
    quantity: int | None


@dataclass(frozen=True)
class Delivery:
    """What a party says has come on a day; `milestone` is that of the plan, counted from 1."""

    on: date
    lines: tuple[DeliveredLine, ...]
    milestone: int | None
    note: str
    reported_by: Party
    at: datetime


def after_delivery(delivery: Delivery, plan: DeliveryPlan, lines: Sequence[MatchLine]) -> DeliveryPlan:
    """Count a delivery on its lines, and return the plan with what its milestone gained of its component."""
    by_key = {line.key: line for line in lines}
    component = None if delivery.milestone is None else plan.milestones[delivery.milestone - 1].component_id
    before = covered_of(component, lines)
    for part in delivery.lines:
        by_key[part.component_id, part.line_id].deliver(part.quantity or 0)
    if delivery.milestone is None:
        return plan
    return _reached(plan, delivery.milestone, delivery.on, covered_of(component, lines) - before)


def covered_of(component_id: UUID | None, lines: Sequence[MatchLine]) -> int:
    """Return how much of a component has been delivered, in thousandths of its unit."""
    return sum(line.covered for line in lines if line.component_id == component_id)


def _reached(plan: DeliveryPlan, number: int, on: date, quantity: int) -> DeliveryPlan:
    """Return the plan with a milestone reached; one reached in parts keeps the latest day and adds the quantities."""
    milestones = list(plan.milestones)
    before = milestones[number - 1]
    latest = on if before.actual is None else max(on, before.actual)
    milestones[number - 1] = replace(before, actual=latest, delivered=before.delivered + quantity)
    return replace(plan, milestones=tuple(milestones))


def measured(plan: DeliveryPlan, found: Sequence[Indicator]) -> DeliveryPlan:
    """Return the plan with what was found of each of its indicators, by name."""
    actuals = {each.name: each.actual for each in found}
    return replace(plan, indicators=tuple(replace(each, actual=actuals[each.name]) for each in plan.indicators))
