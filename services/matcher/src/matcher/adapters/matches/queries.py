"""Reading matches: one, or lists with filters, each with what a list shows of its need and offers. Nothing writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.filters import MatchFilter, conditions_of
from matcher.adapters.matches.naming import OF_NEED, OF_OFFER, named_in, need_named_to, offer_named_to
from matcher.adapters.matches.tables import match_versions, matches
from matcher.adapters.matches.visibility import matches_with_sides, may_see
from matcher.adapters.tables import needs, offers
from matcher.application.matches.finding import unknown_match
from matcher.domain.matches.match import Match
from shared.errors import NotFound
from shared.identity.actor import Actor
from shared.persistence.history import Change, history_of

Row = dict[str, Any]

FUNDERS: Final = offers.alias("funders")


@dataclass(frozen=True)
class MatchFound:
    """A match with what a list shows of its need, its offer, and the offer that pays for it if there is one."""

    match: Match
    need: Row
    offer: Row
    funder: Row | None


async def list_matches(
    session: AsyncSession, narrowed: MatchFilter, actor: Actor, *, today: date, after: UUID | None, limit: int
) -> Sequence[MatchFound]:
    """Return the matches that the actor may know of, oldest first."""
    query = _visible(actor).where(*conditions_of(narrowed, today))
    if after is not None:
        query = query.where(matches.c.id > after)
    rows = await session.execute(query.order_by(matches.c.id).limit(limit))
    return [_found(row) for row in rows.mappings()]


async def find_match(session: AsyncSession, match_id: UUID, actor: Actor) -> MatchFound:
    """Return the match as last committed; raise NotFound where the actor may not know of it."""
    rows = await session.execute(_visible(actor).where(matches.c.id == match_id))
    row = rows.mappings().one_or_none()
    if row is None:
        raise unknown_match(match_id)
    return _found(row)


async def matches_of_package(session: AsyncSession, package_id: UUID, actor: Actor) -> Sequence[MatchFound]:
    """Return the members of a package that the actor may know of, oldest first; raise NotFound where there are none."""
    query = _visible(actor).where(matches.c.package_id == package_id).order_by(matches.c.id)
    found = [_found(row) for row in (await session.execute(query)).mappings()]
    if not found:
        raise NotFound(f"There is no package {package_id}.", package_id=str(package_id))
    return found


@dataclass(frozen=True)
class Sides:
    """What a list shows of the records that a new match stands between; None where one is not known here."""

    need: Row | None
    offer: Row | None
    funder: Row | None

    def of(self, match: Match) -> MatchFound:
        """Return the match beside them; ValueError where one is not known."""
        if self.need is None or self.offer is None:
            raise ValueError("a match stands between records that are known")
        return MatchFound(match, self.need, self.offer, self.funder)


async def sides_between(session: AsyncSession, need_id: UUID, offer_id: UUID, funder_offer_id: UUID | None) -> Sides:
    """Return what lists show of these records, for coordinators, who may know of all."""
    of_need = select(*(needs.c[name] for name in OF_NEED)).where(needs.c.need_id == need_id)
    need = (await session.execute(of_need)).mappings().one_or_none()
    of_offers = select(*(offers.c[name] for name in OF_OFFER)).where(offers.c.offer_id.in_([offer_id, funder_offer_id]))
    found = {row["offer_id"]: dict(row) for row in (await session.execute(of_offers)).mappings()}
    funder = None if funder_offer_id is None else found.get(funder_offer_id)
    return Sides(None if need is None else dict(need), found.get(offer_id), funder)


async def must_know_match(session: AsyncSession, match_id: UUID, actor: Actor) -> None:
    """Raise NotFound where the actor may not know of the match."""
    query = select(matches.c.id).select_from(matches_with_sides()).where(matches.c.id == match_id, may_see(actor))
    if await session.scalar(query) is None:
        raise unknown_match(match_id)


async def is_known(session: AsyncSession, match_id: UUID) -> bool:
    """Say whether there is such a match, whoever may know of it."""
    return await session.scalar(select(matches.c.id).where(matches.c.id == match_id)) is not None


async def changes_of(session: AsyncSession, match_id: UUID, actor: Actor) -> Sequence[Change]:
    """Return what happened to a match, oldest first; raise NotFound where the actor may not know of it."""
    await must_know_match(session, match_id, actor)
    return await history_of(session, match_versions, match_id)


def _visible(actor: Actor) -> Select[*tuple[Any, ...]]:
    shown = (
        *need_named_to(actor),
        *offer_named_to(actor),
        *offer_named_to(actor, FUNDERS, "funder"),
    )
    beside = matches_with_sides().outerjoin(FUNDERS, FUNDERS.c.offer_id == matches.c.funder_offer_id)
    query: Any = select(Match, *shown).select_from(beside)
    return query.where(may_see(actor)).execution_options(populate_existing=True)


def _found(row: Any) -> MatchFound:
    need, offer, funder = (
        named_in(row, name, fields) for name, fields in (("need", OF_NEED), ("offer", OF_OFFER), ("funder", OF_OFFER))
    )
    return MatchFound(row[Match.__name__], need, offer, None if funder["offer_id"] is None else funder)
