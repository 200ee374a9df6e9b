"""Which States may benefit from an offer on a day, as a condition of a query."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Text, and_, any_, column, exists, false, or_, values

from offers.adapters.tables import offers
from shared.geography import load_geography
from shared.persistence.columns import KEYS


def reaches_any(states: Iterable[str], today: date) -> ColumnElement[bool]:
    """Return the condition that at least one of these States is eligible today.

    By its own name, with everyone, or as a member of a region or group that the offer names; unless it is excluded.
    """
    geography = load_geography()
    rows = [(state, tuple(sorted(geography.areas_of(state, today)))) for state in sorted(states)]
    if not rows:
        return false()
    asked = values(column("state", Text), column("areas", KEYS), name="asked").data(rows)
    named = or_(
        offers.c.for_everyone,
        asked.c.state == any_(offers.c.for_states),
        offers.c.for_regions.overlap(asked.c.areas),
        offers.c.for_groups.overlap(asked.c.areas),
    )
    excluded = asked.c.state == any_(offers.c.excluded_states)
    return exists().select_from(asked).where(and_(named, ~excluded))
