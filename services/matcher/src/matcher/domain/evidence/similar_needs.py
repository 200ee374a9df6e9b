"""Other needs of the same State about the same things at the same time: perhaps the same request made twice."""

from collections.abc import Iterable
from typing import Final

from matcher.domain.context import Context
from matcher.domain.demand import ASKING, Need
from matcher.domain.evidence.comparing import (
    Closeness,
    alike,
    amounts_of,
    categories_of,
    in_common,
    overlap,
    related,
)
from matcher.domain.evidence.item import Evidence

STANDING: Final = ASKING | {"covered"}
"""Needs that are asked for or being met; a closed one duplicates nothing."""


def similar_needs(need: Need, others: Iterable[Need], context: Context, closeness: Closeness) -> tuple[Evidence, ...]:
    """Return what each other need has in common with this one, strongest first; a historic need meets historic ones.

    Symmetric: what a need has in common with another, the other has in common with it.
    """
    found = (_compared(need, other, context, closeness) for other in others if other.need_id != need.need_id)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.order))


def _compared(need: Need, other: Need, context: Context, closeness: Closeness) -> Evidence | None:
    if need.historic != other.historic or other.status not in STANDING:
        return None
    states = in_common(context.states_of(need), context.states_of(other))
    pairs = related(categories_of(need), categories_of(other), context) if states else ()
    together = overlap(need, other.window, context) if pairs else None
    if together is None:
        return None
    return Evidence(
        kind="similar_need",
        other_id=other.need_id,
        states=states,
        related=pairs,
        overlap=together,
        equal_amounts=tuple(each for each in amounts_of(need) if each in amounts_of(other)),
        alike=alike(need.texts, other.texts, closeness),
    )
