"""What the matcher holds and has found: exact over what the reader may know of, in steps over what it may not."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.tables import candidates, inbox, needs, offers
from matcher.adapters.visibility import may_see_match, may_see_need, may_see_offer
from shared.identity.actor import Actor
from shared.rules.disclosure import Withheld, disclosed, rounded

_LEAD: Final = func.coalesce(needs.c["group"], needs.c.states[1])
_DONOR: Final = offers.c.organisation
_PAIRS: Final = candidates.join(needs, needs.c.need_id == candidates.c.need_id).join(
    offers, offers.c.offer_id == candidates.c.offer_id
)


@dataclass(frozen=True)
class Held:
    """Counts of what the reader may know of, and steps of what circulates besides; `events_applied` as may be told."""

    needs: int
    offers: int
    candidates: int
    needs_with_candidates: int
    offers_with_candidates: int
    needs_not_shown: str
    offers_not_shown: str
    candidates_not_shown: str
    events_applied: int


async def figures_for(session: AsyncSession, actor: Actor) -> Held:
    """Return the figures of one reader; a candidate counts for those who may know of it as a pair, not of a side."""
    need, offer, pair = may_see_need(actor), may_see_offer(actor), may_see_match(actor)
    applied = await session.scalar(select(func.count()).select_from(inbox)) or 0
    return Held(
        needs=await _number(session, needs, need, func.count()),
        offers=await _number(session, offers, offer, func.count()),
        candidates=await _number(session, _PAIRS, pair, func.count()),
        needs_with_candidates=await _number(session, _PAIRS, pair, func.count(distinct(candidates.c.need_id))),
        offers_with_candidates=await _number(session, _PAIRS, pair, func.count(distinct(candidates.c.offer_id))),
        needs_not_shown=await _steps(session, needs, and_(needs.c.status != "closed", need.is_not(True)), _LEAD),
        offers_not_shown=await _steps(session, offers, and_(offers.c.status != "closed", offer.is_not(True)), _DONOR),
        candidates_not_shown=await _steps(session, _PAIRS, pair.is_not(True), _LEAD, _DONOR),
        events_applied=applied if actor.is_coordinator else rounded(applied),
    )


async def _number(
    session: AsyncSession, among: FromClause, such: ColumnElement[bool], counted: ColumnElement[int]
) -> int:
    return await session.scalar(select(counted).select_from(among).where(such)) or 0


async def _steps(
    session: AsyncSession, among: FromClause, such: ColumnElement[bool], *parties: ColumnElement[str]
) -> str:
    query = select(*parties, func.count()).select_from(among).where(such).group_by(*parties)
    rows = await session.execute(query)
    return disclosed(Withheld(tuple(row[:-1]), number=row[-1]) for row in rows).in_all
