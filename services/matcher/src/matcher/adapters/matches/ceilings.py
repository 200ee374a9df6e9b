"""What each State holds under an offer that has a ceiling per State, counted from the matches themselves."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.tables import match_lines, matches
from matcher.domain.amounts import divided_up
from matcher.domain.supply import Ceiling, Offer

STANDING_WHOLE: Final = ("reserved", "confirmed", "in_delivery")
"""Where all that a line takes counts; of a match that has ended, only what was delivered does."""


async def held_on_ceilings(session: AsyncSession, offers: Mapping[UUID, Offer]) -> Mapping[tuple[UUID, str], int]:
    """Return, by (offer, State), what matches reserved or further take, in thousandths of the ceiling's measure.

    The States of a match count equal parts; a line taken whole, of which nobody can say how much, fills the ceiling.
    """
    ceilings = {each.offer_id: each.ceiling for each in offers.values() if each.ceiling is not None}
    held: Counter[tuple[UUID, str]] = Counter()
    counting = or_(matches.c.status.in_(STANDING_WHOLE), match_lines.c.delivered > 0, matches.c.status == "delivered")
    query = select(match_lines, matches.c.status, matches.c.states).join(
        matches, matches.c.id == match_lines.c.match_id
    )
    mine = and_(match_lines.c.offer_id.in_(ceilings), match_lines.c.unit.in_({each.unit for each in ceilings.values()}))
    for row in await session.execute(query.where(mine, counting)):
        ceiling = ceilings[row.offer_id]
        if ceiling.unit == row.unit and row.states:
            part = divided_up(_counted(row, ceiling), len(row.states))
            held.update({(row.offer_id, state): part for state in row.states})
    return {key: min(amount, ceilings[key[0]].amount) for key, amount in held.items()}


def _counted(line: Any, ceiling: Ceiling) -> int:
    whole: int | None = line.quantity if line.charged is None else line.charged
    if whole is None:
        return ceiling.amount
    if line.status in STANDING_WHOLE or line.quantity is None:
        return whole
    return divided_up(whole * line.delivered, line.quantity)
