"""Reading the decision log: observers and coordinators the whole of it, a State and a donor what concerns them.

Of a decision about a need or an offer that the reader may not know of, only its link is read.
"""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.decisions.tables import decision_log, decision_texts
from matcher.adapters.matches.tables import matches
from matcher.adapters.matches.visibility import TOLD_TO_EVERYBODY, matches_with_sides, may_see
from matcher.adapters.tables import offers
from matcher.adapters.visibility import may_see_need, may_see_offer
from matcher.domain.matches.life_cycle import OFF_RAMPS
from shared.decision_log.commitments import SaltedText
from shared.decision_log.entry import Entry, Head, Link, written
from shared.identity.actor import Actor, Role

AT_A_TIME: Final = 500

_FUNDERS: Final = offers.alias("funders")
_OF_THIS_MATCH: Final = matches.c.id == decision_log.c.match_id

WHOLE_LOG: Final = (Role.OBSERVER, Role.COORDINATOR)
"""Who reads every entry, or at least its link."""


@dataclass(frozen=True)
class DecisionFilter:
    """Which entries a list is narrowed to; None leaves a side open, `until` is not included."""

    match_id: UUID | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_decisions(
    session: AsyncSession, narrowed: DecisionFilter, actor: Actor, *, after: int, limit: int
) -> Sequence[Entry]:
    """Return the entries behind this number that the actor may know of, in the log's order."""
    query = _entries(actor).where(*_conditions(narrowed, actor), decision_log.c.number > after)
    rows = await session.execute(query.order_by(decision_log.c.number).limit(limit))
    return [_entry(row) for row in rows]


async def whole_log(sessions: Callable[[], AsyncSession], actor: Actor) -> AsyncIterator[Entry]:
    """Yield every entry that there is at the beginning of reading; no session is held between two batches."""
    async with sessions() as session:
        until = (await head_of(session)).number
    after = 0
    while after < until:
        async with sessions() as session:
            limit = min(AT_A_TIME, until - after)
            entries = await list_decisions(session, DecisionFilter(), actor, after=after, limit=limit)
        for entry in entries:
            yield entry
        after = entries[-1].link.number


async def head_of(session: AsyncSession) -> Head:
    """Return the log's last entry."""
    last = select(decision_log.c.number, decision_log.c.hash).order_by(decision_log.c.number.desc()).limit(1)
    return Head(*(await session.execute(last)).one())


async def log_id_of(session: AsyncSession) -> UUID:
    """Return the log's name, which its first entry says."""
    beginning = await session.scalar(select(decision_log.c.content).where(decision_log.c.number == 1))
    return UUID(json.loads(beginning or "{}")["log_id"])


def _entries(actor: Actor) -> Select[*tuple[Any, ...]]:
    query = select(decision_log, decision_texts.c.salt, decision_texts.c.text, _may_read(actor).label("readable"))
    joined = decision_log.outerjoin(decision_texts, decision_texts.c.number == decision_log.c.number)
    found = query.select_from(joined)
    return found if actor.role in WHOLE_LOG else found.where(_concerns(actor))


def _conditions(narrowed: DecisionFilter, actor: Actor) -> Sequence[ColumnElement[bool]]:
    log = decision_log.c
    given: Sequence[tuple[object, Callable[[], ColumnElement[bool]]]] = (
        # Whoever asks for one match must not learn which links are about it.
        (narrowed.match_id, lambda: and_(log.match_id == narrowed.match_id, _may_read(actor))),
        (narrowed.action, lambda: log.action == narrowed.action),
        (narrowed.since, lambda: log.at >= narrowed.since),
        (narrowed.until, lambda: log.at < narrowed.until),
    )
    return [condition() for value, condition in given if value is not None]


def _may_read(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the content may be read.

    An observer reads of matches between public records, once they are agreed or at an end, however they ended.
    """
    if actor.role is not Role.OBSERVER:
        return true()
    sides = matches_with_sides().outerjoin(_FUNDERS, _FUNDERS.c.offer_id == matches.c.funder_offer_id)
    funder = or_(matches.c.funder_offer_id.is_(None), _FUNDERS.c.visibility == "public")
    settled = matches.c.status.in_((*TOLD_TO_EVERYBODY, *sorted(OFF_RAMPS)))
    public = and_(_OF_THIS_MATCH, settled, may_see_need(actor), may_see_offer(actor), funder)
    return or_(decision_log.c.match_id.is_(None), exists().select_from(sides).where(public))


def _concerns(actor: Actor) -> ColumnElement[bool]:
    return exists().select_from(matches_with_sides()).where(_OF_THIS_MATCH, may_see(actor))


def _entry(row: Row[Any]) -> Entry:
    link = Link(row.number, written(row.at), row.action, row.previous_hash, row.content_hash)
    text = None if row.salt is None else SaltedText(row.salt, row.text)
    entry = Entry(link, row.hash, json.loads(row.content), text)
    return entry if row.readable else entry.withheld()
