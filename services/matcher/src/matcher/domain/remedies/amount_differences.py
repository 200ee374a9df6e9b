"""How a changed amount is told: what it was, what it would be, and how much lies between."""

from matcher.domain.amounts import MONEY
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.remedy import Difference, size_of_amount


def minimum_lowered(before: Case, after: Case) -> Difference:
    """Tell a lower smallest share."""
    return _of_line(before, before.line.smallest_share or 0, after.line.smallest_share or 0)


def capacity_added(before: Case, after: Case) -> Difference:
    """Tell a higher pledge."""
    return _of_line(before, before.line.pledged or 0, after.line.pledged or 0)


def ceiling_raised(before: Case, after: Case) -> Difference:
    """Tell a higher ceiling for each State."""
    first, last = before.offer.ceiling, after.offer.ceiling
    if first is None or last is None:
        return Difference(0)
    return _between(first.amount, last.amount, first.unit, first.currency)


def more_asked(before: Case, after: Case) -> Difference:
    """Tell a larger quantity of a component."""
    component = before.component
    return _between(component.quantity or 0, after.component.quantity or 0, component.unit, component.currency)


def cost_raised(before: Case, after: Case) -> Difference:
    """Tell a higher estimate of a component's cost."""
    component = before.component
    return _between(component.estimated_cost or 0, after.component.estimated_cost or 0, MONEY, component.currency)


def _of_line(before: Case, first: int, last: int) -> Difference:
    return _between(first, last, before.line.unit, before.line.currency)


def _between(first: int, last: int, unit: str | None, currency: str | None) -> Difference:
    missing = abs(last - first)
    return Difference(
        size_of_amount(missing, first),
        quantity=missing,
        unit=unit,
        currency=currency,
        facts={"before": first, "after": last},
    )
