"""The few figures that every service gives of its records: exact over what the reader may see, steps beyond it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.identity.actor import Actor, Role
from shared.rules.disclosure import NotShown, Withheld, disclosed, rounded
from shared.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Counted:
    """What is counted: `party` stands behind a record, `categories` pairs `record_id` and `category`.

    `circulates` holds for those of which at least the number may be told to everybody, in steps.
    """

    records: Table
    party: ColumnElement[str]
    categories: Select[Any, Any]
    circulates: ColumnElement[bool]
    outbox: Table


@dataclass(frozen=True)
class Figures:
    """What a reader is told; `events_published` is None for those who are told of no events."""

    total: int
    by_status: dict[str, int]
    not_shown: NotShown
    events_published: int | None


async def figures_of(session: AsyncSession, of: Counted, actor: Actor, visible: ColumnElement[bool]) -> Figures:
    """Return the figures of one reader; `visible` is the condition by which its list of records is found."""
    status = of.records.c.status
    counted = await session.execute(select(status, func.count()).where(visible).group_by(status).order_by(status))
    by_status: dict[str, int] = {row[0]: row[1] for row in counted}
    not_shown = disclosed(await _withheld(session, of, visible))
    return Figures(sum(by_status.values()), by_status, not_shown, await _published(session, of.outbox, actor))


async def _withheld(session: AsyncSession, of: Counted, visible: ColumnElement[bool]) -> list[Withheld]:
    records, pairs = of.records, of.categories.subquery("pairs")
    categories = func.array_remove(func.array_agg(distinct(pairs.c.category)), None).label("categories")
    beside = records.outerjoin(pairs, pairs.c.record_id == records.c.id)
    query = select(of.party.label("party"), categories).select_from(beside).group_by(records.c.id)
    each = query.where(of.circulates, visible.is_not(True)).subquery("each")
    alike = select(each.c.party, each.c.categories, func.count()).group_by(each.c.party, each.c.categories)
    return [Withheld((row[0],), _with_all_above(row[1]), row[2]) for row in await session.execute(alike)]


async def _published(session: AsyncSession, outbox: Table, actor: Actor) -> int | None:
    if actor.role not in {Role.COORDINATOR, Role.OBSERVER}:
        return None
    published = await session.scalar(select(func.count()).where(outbox.c.published_at.is_not(None))) or 0
    return published if actor.is_coordinator else rounded(published)


def _with_all_above(categories: list[str]) -> frozenset[str]:
    ancestors = load_vocabulary().ancestors
    return frozenset(heading for category in categories for heading in (category, *ancestors(category)))
