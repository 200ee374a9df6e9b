"""Windows and deadlines of many offers against one need: the arithmetic of `window_disjoint` and of `timing`."""

from datetime import date

import numpy as np

from matcher.domain.amounts import ONE
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.index.arrays import FIRST_DAY, LAST_DAY, Flags, Ints, end_cell, start_cell
from matcher.domain.scoring.timing import PATIENCE_DAYS
from matcher.domain.spans import Span, days_together


def overlap(need: Need, starts: Ints, ends: Ints, context: Context) -> tuple[Flags, Ints]:
    """Return for each window whether help is possible in time, and the points of the criterion `timing`."""
    first = max(start_cell(need.window.start), start_cell(context.present_for(need)))
    last = end_cell(need.window.end)
    begins, finishes = np.maximum(starts, first), np.minimum(ends, last)
    together = finishes - begins + 1
    bounded = (begins != FIRST_DAY) & (finishes != LAST_DAY)
    holds = ~bounded | (together >= max(1, need.shortest_useful_days))
    if need.deadline is not None:
        holds &= starts <= need.deadline.toordinal()
    return holds, _points(need, starts, np.where(bounded, together, LAST_DAY), context)


def _points(need: Need, starts: Ints, together: Ints, context: Context) -> Ints:
    present = context.present_for(need)
    wanted = days_together(need.window, Span(), present)
    share = np.full(len(starts), ONE) if wanted is None else np.clip(together * ONE // max(1, wanted), 0, ONE)
    due = need.deadline
    if due is None and wanted is None:
        due = _latest(need.window.start, present)
    if due is None:
        return share
    late = np.maximum(np.maximum(starts, start_cell(present)) - due.toordinal(), 0)
    return share * PATIENCE_DAYS // (PATIENCE_DAYS + late)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)
