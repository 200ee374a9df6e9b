"""Candidates as rows: written whole for one need or one offer, so that none outlives the change that ended it."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.tables import candidates
from matcher.domain.candidates import Candidate, Pair
from matcher.domain.explanation import Explanation, Item

AT_ONCE: Final = 50
"""Rows written at once: making and encoding them takes some milliseconds of the event loop's time."""


async def replace_for_need(session: AsyncSession, need_id: UUID, found: Iterable[Candidate]) -> None:
    """Make these the need's candidates."""
    await _replace(session, candidates.c.need_id == need_id, found)


async def replace_for_offer(session: AsyncSession, offer_id: UUID, found: Iterable[Candidate]) -> None:
    """Make these the offer's candidates."""
    await _replace(session, candidates.c.offer_id == offer_id, found)


async def _replace(session: AsyncSession, former: ColumnElement[bool], found: Iterable[Candidate]) -> None:
    await session.execute(delete(candidates).where(former))
    whole = list(found)
    for begin in range(0, len(whole), AT_ONCE):
        rows = [candidate_row(candidate) for candidate in whole[begin : begin + AT_ONCE]]
        await session.execute(insert(candidates), rows)


def candidate_row(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as its row in the table: what is shown of it is told from this, stored or not."""
    return {
        "need_id": candidate.need_id,
        "offer_id": candidate.offer_id,
        "need_version": candidate.need_version,
        "offer_version": candidate.offer_version,
        "score": candidate.score,
        "profile_digest": candidate.profile,
        "lead_component_id": candidate.lead.component_id,
        "lead_line_id": candidate.lead.line_id,
        "explanation": explanation_document(candidate.explanation),
        "pairs": [_pair(pair) for pair in candidate.pairs],
    }


def explanation_document(explanation: Explanation) -> list[dict[str, Any]]:
    """Return an explanation as JSON data: facts, not sentences, so that it can be told in any language."""
    return [_item(item) for item in explanation.items]


def _item(item: Item) -> dict[str, Any]:
    return {
        "criterion": item.criterion,
        "points": item.points,
        "weight": item.weight,
        "contribution": item.contribution,
        "message_key": item.message_key,
        "facts": dict(item.facts),
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "component_id": str(pair.component_id),
        "line_id": str(pair.line_id),
        "score": pair.score,
        "takeable_thousandths": pair.takeable,
        "explanation": explanation_document(pair.explanation),
    }
