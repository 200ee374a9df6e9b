"""Matches within a unit of work: found and locked in one order everywhere, so that nobody waits in a circle."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from matcher.adapters.matches.tables import matches
from matcher.application.matches.finding import unknown_match
from matcher.domain.matches.life_cycle import OPEN, UNCONFIRMED
from matcher.domain.matches.match import Match
from shared.messaging.leadership import wait_for_turn
from shared.persistence.repository import SqlRepository

UNFINISHED = matches.c.status.in_(sorted(OPEN))


class SqlMatchRepository(SqlRepository[Match]):
    """Matches in the session's transaction; whoever locks one locks the unfinished members of its package too."""

    async def get(self, match_id: UUID) -> Match:
        """Return the match, locked; raise NotFound."""
        found = await self.find(match_id)
        if found is None:
            raise unknown_match(match_id)
        return found

    async def find(self, match_id: UUID) -> Match | None:
        """Return the match, locked; None where there is none."""
        locked = await self._lock(matches.c.id == match_id)
        return next((match for match in locked if match.id == match_id), None)

    async def standing(self, needs: Collection[UUID], offers: Collection[UUID]) -> Sequence[Match]:
        """Return the unconfirmed matches of any of these, oldest first; the first call takes the lock on proposing."""
        await wait_for_turn(self._session, "accord.proposing")
        concerned = or_(
            matches.c.need_id.in_(needs), matches.c.offer_id.in_(offers), matches.c.funder_offer_id.in_(offers)
        )
        query: Any = select(Match).where(concerned, matches.c.status.in_(UNCONFIRMED)).order_by(matches.c.id)
        return (await self._session.scalars(query)).all()

    async def of_need(self, need_id: UUID) -> Sequence[Match]:
        """Return the unfinished matches of a need and their packages' members, locked, by id."""
        return await self._lock(and_(matches.c.need_id == need_id, UNFINISHED))

    async def of_offer(self, offer_id: UUID) -> Sequence[Match]:
        """Return the unfinished matches of an offer, also as funder, and their packages' members, locked, by id."""
        concerned = or_(matches.c.offer_id == offer_id, matches.c.funder_offer_id == offer_id)
        return await self._lock(and_(concerned, UNFINISHED))

    async def of_package(self, package_id: UUID) -> Sequence[Match]:
        """Return the unfinished members of a package, locked, by id."""
        return await self._lock(and_(matches.c.package_id == package_id, UNFINISHED))

    async def version_of_package(self, package_id: UUID) -> int:
        """Return the sum of all its members' versions as last committed."""
        query = select(func.sum(matches.c.version)).where(matches.c.package_id == package_id)
        return await self._session.scalar(query) or 0

    async def of_round(self, round_id: UUID) -> Sequence[Match]:
        """Return the unfinished matches taken over from a round, locked, by id."""
        return await self._lock(and_(matches.c.round_id == round_id, UNFINISHED))

    def add(self, match: Match) -> None:
        """Add a new match."""
        self._add(match)

    async def _lock(self, which: ColumnElement[bool]) -> Sequence[Match]:
        """Return these and their packages' unfinished members, by id, as last committed or as changed here since."""
        packages = select(matches.c.package_id).where(which, matches.c.package_id.is_not(None))
        concerned = or_(which, and_(matches.c.package_id.in_(packages), UNFINISHED))
        query = select(matches.c.id).where(concerned).order_by(matches.c.id).with_for_update()
        locked = (await self._session.scalars(query)).all()
        mine = {match.id: match for match in self.touched}
        if missing := [each for each in locked if each not in mine]:
            new: Any = select(Match).where(matches.c.id.in_(missing)).execution_options(populate_existing=True)
            for match in await self._session.scalars(new):
                self.touched.append(match)
                mine[match.id] = match
        return [mine[each] for each in locked]
