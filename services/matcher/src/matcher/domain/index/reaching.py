"""How many States of a need each offer reaches, and how directly: the arithmetic of `matcher.domain.eligibility`."""

from dataclasses import dataclass

import numpy as np

from matcher.domain.eligibility import POINTS, Level
from matcher.domain.index.arrays import Cells, Ints, Places
from matcher.domain.index.inquiry import Inquiry


@dataclass(frozen=True)
class Reached:
    """For each offer: the floor of the mean points over the need's States, and how many of them it reaches.

    `counts_states` is false for a group whose members are not known: it is reached or not, as nobody in particular.
    """

    points: Ints
    states: Ints
    counts_states: bool


def reached(inquiry: Inquiry, offers: Places) -> Reached:
    """Look at the eligibility of some offers."""
    sets = inquiry.of_offers("areas", offers)
    states = inquiry.context.states_of(inquiry.need)
    if not states:
        points = _worth(inquiry, None)[sets]
        return Reached(points, (points > 0).astype(np.int64), counts_states=False)
    total, eligible = np.zeros(len(offers), np.int64), np.zeros(len(offers), np.int64)
    for state in states:
        points = _worth(inquiry, state)[sets]
        points[_bearing(inquiry, inquiry.offers.naming.rows(state), offers)] = POINTS[Level.NAMED]
        points[_bearing(inquiry, inquiry.offers.excluding.rows(state), offers)] = POINTS[Level.NONE]
        total += points
        eligible += points > 0
    return Reached(total // len(states), eligible, counts_states=True)


def _worth(inquiry: Inquiry, state: str | None) -> Ints:
    return inquiry.outlook.of_areas(inquiry.need, state, inquiry.offers.area_sets)


def _bearing(inquiry: Inquiry, rows: Cells, offers: Places) -> Cells:
    """Return which of the offers are among the rows; no places at all where there are no rows."""
    if not len(rows):
        return np.zeros(0, np.intp)
    bears = np.zeros(len(inquiry.offers.table), np.bool_)
    bears[rows] = True
    return bears[offers]
