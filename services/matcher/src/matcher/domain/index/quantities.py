"""What many lines could take over of one component: the arithmetic of `taking`, in 64 bits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID

import numpy as np

from matcher.domain.amounts import MONEY, ONE
from matcher.domain.context import Context
from matcher.domain.demand import Component
from matcher.domain.index.arrays import UNKNOWN, Cells, Flags, Ints, amount_cell, is_exact
from matcher.domain.index.facets import BLANK
from matcher.domain.scoring.mark import NOT_SAID
from matcher.domain.supply import Ceiling, Line
from matcher.domain.taking import taking

Measure: TypeAlias = tuple[str | None, str | None]
"""What a line counts in: its unit, and its currency where that is money."""

ANY_LINE: Final = Line(line_id=UUID(int=0), categories=())
"""A line of nothing in particular."""


Way: TypeAlias = tuple[str | None, str | None]
"""From one currency to another."""

STAYS: Final[Way] = (None, None)
"""The way of amounts that need no rate."""


def measure_of(line: Line) -> Measure:
    """Return what the line counts in."""
    return line.unit, line.currency if line.unit == MONEY else None


def asked_in(component: Component, measures: Sequence[Measure], context: Context) -> Ints | None:
    """Return what is asked for in each measure, UNKNOWN where it cannot be compared; None where 64 bits are too few."""
    counted = own = taking(component, _line(component.unit, component), BLANK, (), context).asked
    if component.unit != MONEY:
        own = taking(component, _line(MONEY, component), BLANK, (), context).asked

    def asked(unit: str | None, currency: str | None) -> int | None:
        if unit != MONEY:
            return counted if unit is not None and unit == component.unit else None
        way = context.conversion(component.currency, currency)
        return None if own is None or way is None else way.up(own)

    amounts = [asked(*measure) for measure in measures]
    if not all(is_exact(amount) for amount in amounts):
        return None
    return np.array([amount_cell(amount) for amount in amounts], np.int64)


def _line(unit: str | None, component: Component) -> Line:
    return Line(line_id=component.component_id, categories=(), unit=unit, currency=component.currency)


def room_in(ceiling: Ceiling | None, line: Line) -> tuple[int | None, Way]:
    """Return what one State may receive of a line under the ceiling, and how to turn it into the line's money.

    None where the two cannot be compared.
    """
    if ceiling is None or ceiling.unit != line.unit:
        return None, STAYS
    if ceiling.unit != MONEY or ceiling.currency == line.currency is not None:
        return ceiling.amount, STAYS
    if ceiling.currency is None or line.currency is None:
        return None, STAYS
    return ceiling.amount, (ceiling.currency, line.currency)


def converted(room: Ints, ways: Cells, known: Sequence[Way], context: Context) -> Ints:
    """Return room in the lines' own measures, rounded down; the few that need a rate one by one, for they may be large.

    `ways` are numbers of `known`. UNKNOWN where there is no rate, and where the amount exceeds every other.
    """
    for place in np.flatnonzero(ways).tolist():
        source, target = known[int(ways[place])]
        way = context.conversion(source, target)
        room[place] = UNKNOWN if way is None else min(UNKNOWN, way.down(int(room[place])))
    return room


@dataclass(frozen=True)
class Bounds:
    """Four bounds of each line in its own measure, UNKNOWN where there is none."""

    remaining: Ints
    smallest: Ints
    largest: Ints
    room: Ints


def covered(asked: Ints, bounds: Bounds) -> tuple[Flags, Ints]:
    """Return for each line whether it gives its smallest share or more, and the points of the criterion `coverage`.

    Lines of which nothing remains, and components of which nothing is asked for, are left out before.
    """
    most = np.minimum(np.minimum(asked, bounds.remaining), np.minimum(bounds.largest, bounds.room))
    measured = (asked < UNKNOWN) & (bounds.remaining < UNKNOWN)
    share = most * ONE // np.maximum(asked, 1)
    return most >= bounds.smallest, np.where(measured, np.clip(share, 0, ONE), NOT_SAID)
