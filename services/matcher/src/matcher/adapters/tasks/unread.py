"""How many messages a worker's side has not read yet, as a subquery beside each match."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, not_, select
from sqlalchemy.sql.selectable import LateralFromClause

from matcher.adapters.dialogue.tables import match_messages, match_reads
from matcher.adapters.matches.tables import matches
from shared.identity.actor import Actor, Role


def unread_by(actor: Actor) -> LateralFromClause:
    """Return `count` and `since` (the oldest one) of the messages of others behind the side's read mark."""
    side, speaker = _voice(actor)
    mark = select(match_reads.c.up_to).where(match_reads.c.match_id == matches.c.id, _is_by(match_reads, side, speaker))
    read = func.coalesce(mark.correlate(matches).scalar_subquery(), 0)
    behind = and_(
        match_messages.c.match_id == matches.c.id,
        match_messages.c.number > read,
        not_(_is_by(match_messages, side, speaker)),
    )
    counted = select(func.count().label("count"), func.min(match_messages.c.sent_at).label("since"))
    return counted.select_from(match_messages).where(behind).correlate(matches).lateral("unread")


def _is_by(table: Any, side: ColumnElement[str], speaker: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(cast(table.c.side, Text) == side, table.c.speaker == speaker)


def _voice(actor: Actor) -> tuple[ColumnElement[str], ColumnElement[str]]:
    if actor.role is Role.RECIPIENT:
        return literal("recipient", Text), literal(actor.state or "", Text)
    if actor.role is Role.DONOR:
        return literal("donor", Text), literal(actor.organisation or "", Text)
    is_own = func.coalesce(matches.c.group.in_(sorted(actor.regions)), False)
    side = case((is_own, literal("recipient", Text)), else_=literal("coordinator", Text))
    return side, case((is_own, matches.c.group), else_=literal("", Text))
