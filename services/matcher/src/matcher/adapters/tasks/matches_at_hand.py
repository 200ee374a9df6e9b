"""Matches as the rules of tasks look at them, with what is unread for the worker's side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.naming import OF_NEED, OF_OFFER, named_in, need_named_to, offer_named_to
from matcher.adapters.matches.tables import match_versions, matches
from matcher.adapters.matches.visibility import matches_with_sides, may_see
from matcher.adapters.tasks.unread import unread_by
from matcher.domain.tasks.at_hand import MatchAtHand
from matcher.domain.tasks.worker import Worker

Row = dict[str, Any]

_PLAIN: Final = ("status", "stale", "stage_since", "deadline", "states", "group", "donors", "interests")
_READ: Final = ("acceptances", "plan", "offers_hold", "needs_hold")


@dataclass(frozen=True)
class MatchFound:
    """A match with what a list shows of its need and its offer."""

    match: MatchAtHand
    need: Row
    offer: Row


async def matches_at_hand(session: AsyncSession, worker: Worker, narrowed: ColumnElement[bool]) -> Sequence[MatchFound]:
    """Return the matches that the worker may know of and that meet a condition."""
    query = _query(worker).where(may_see(worker.actor), narrowed).order_by(matches.c.id)
    return [_found(row) for row in (await session.execute(query)).mappings()]


def _query(worker: Worker) -> Select[*tuple[Any, ...]]:
    unread = unread_by(worker.actor)
    shown = (
        matches.c.id.label("match_id"),
        *(matches.c[name] for name in (*_PLAIN, *_READ)),
        case((matches.c.stale, _latest("outdated"))).label("outdated_at"),
        _latest("hold_lost").label("hold_lost_at"),
        unread.c["count"].label("unread"),
        unread.c.since.label("unread_since"),
        *need_named_to(worker.actor),
        *offer_named_to(worker.actor),
    )
    return select(*shown).select_from(matches_with_sides().join(unread, true()))


def _latest(happened: str) -> ScalarSelect[Any]:
    told = match_versions.c
    latest = select(func.max(told.at)).where(told.record_id == matches.c.id, told.happened == happened)
    return latest.correlate(matches).scalar_subquery()


def _found(row: Any) -> MatchFound:
    match = MatchAtHand(
        match_id=row["match_id"],
        **{name: row[name] for name in _PLAIN},
        accepted=frozenset(each.party for each in row["acceptances"]),
        milestones=row["plan"].milestones,
        lost_hold="refused" in {row["offers_hold"], row["needs_hold"]},
        outdated_at=row["outdated_at"],
        hold_lost_at=row["hold_lost_at"],
        unread=row["unread"],
        unread_since=row["unread_since"],
    )
    return MatchFound(match, named_in(row, "need", OF_NEED), named_in(row, "offer", OF_OFFER))
