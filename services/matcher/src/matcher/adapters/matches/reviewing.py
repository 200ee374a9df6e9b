"""What a reviewer of a match should know besides its records: all evidence there is, and matches of the same States."""

from datetime import date
from typing import Final

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.activities.evidence import EvidenceOnNeed, evidence_on_need
from matcher.adapters.matches.tables import match_lines, matches
from matcher.domain.matches.flags import ACTIVE, OtherMatch, ReviewMaterial
from matcher.domain.matches.match import Match
from matcher.domain.proposals.promised import Present
from shared.identity.actor import Actor, Role

REVIEWING: Final = Actor("accord:matcher", Role.COORDINATOR)
"""Flags are counted over all that any coordinator may know of, so that they are the same for each of them."""


async def review_material(session: AsyncSession, match: Match, present: Present) -> ReviewMaterial:
    """Return the evidence on the match's need and its offer, and the other matches under way for its States."""
    today = present.context.today
    found = await evidence_on_match(session, match, REVIEWING, today)
    return ReviewMaterial(
        similar_needs=[each for each in found.items if each.kind == "similar_need"],
        running_activities=[each for each in found.items if each.kind == "running_activity"],
        others=await _others(session, match),
    )


async def evidence_on_match(session: AsyncSession, match: Match, actor: Actor, today: date) -> EvidenceOnNeed:
    """Return the evidence that the actor may know of, what the offer's donor already runs first."""
    return await evidence_on_need(session, match.need_id, actor, offer_id=match.offer_id, today=today)


async def _others(session: AsyncSession, match: Match) -> list[OtherMatch]:
    categories = func.array_agg(match_lines.c.category.distinct())
    query = (
        select(matches.c.id, matches.c.status, matches.c.states, categories)
        .join(match_lines, match_lines.c.match_id == matches.c.id)
        .where(
            matches.c.id != match.id,
            matches.c.status.in_(sorted(ACTIVE)),
            matches.c.states.overlap(cast(list(match.states), ARRAY(Text))),
        )
        .group_by(matches.c.id)
        .order_by(matches.c.id)
    )
    if match.package_id is not None:
        elsewhere = or_(matches.c.package_id.is_(None), matches.c.package_id != match.package_id)
        query = query.where(elsewhere)
    rows = await session.execute(query)
    return [OtherMatch(each, status, states, tuple(found)) for each, status, states, found in rows]
