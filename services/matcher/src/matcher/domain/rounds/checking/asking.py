"""What a component still asks of a line, and in which steps it can be given: the checker's own sums."""

from fractions import Fraction
from math import ceil

from matcher.domain.context import Context
from matcher.domain.demand import Component
from matcher.domain.rates import conversion
from matcher.domain.supply import Line


def residual_of(component: Component) -> int | None:
    """Return what is not covered yet, in the component's own measure; None where neither quantity nor cost is said."""
    whole = component.quantity if component.quantity is not None else component.estimated_cost
    return None if whole is None else max(0, whole - (component.covered or 0))


def asked_of(component: Component, line: Line, context: Context) -> int | None:
    """Return the residual in the line's unit, rounded up; None where the two cannot be compared or measured."""
    left = residual_of(component)
    if left is None or line.unit is None or line.pledged is None:
        return None
    if line.unit != "money":
        return left if component.quantity is not None and component.unit == line.unit else None
    rate = factor(component.currency, line.currency, context)
    if rate is None:
        return None
    if component.quantity is None or component.unit == "money":
        money = left
    elif component.estimated_cost is None:
        return None
    else:
        money = ceil(Fraction(component.estimated_cost * left, component.quantity))
    return ceil(money * rate)


def factor(source: str | None, target: str | None, context: Context) -> Fraction | None:
    """Return how many of one currency one of another is; None without a rate for both."""
    way = conversion(context.rates, source, target, context.today)
    return None if way is None else Fraction(way.multiply, way.divide)


def smallest_step(line: Line, asked: int, context: Context) -> int:
    """Return the smallest part that can be handed out: a whole unit of what is counted, the least coin of money."""
    if line.unit == "money":
        currency = context.vocabulary.currencies.get(line.currency or "")
        return 1 if currency is None else {0: 1000, 1: 100, 2: 10}.get(currency.minor_units, 1)
    counted = line.unit != "tonne" and asked % 1000 == 0 and (line.pledged or 0) % 1000 == 0
    return 1000 if counted and not any(each % 1000 for each in (line.reserved, line.committed, line.delivered)) else 1
