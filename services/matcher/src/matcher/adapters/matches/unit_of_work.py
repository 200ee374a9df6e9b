"""The unit of work of matches: every change commits with its history, its events, its decisions and what is told."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.decisions.log import append
from matcher.adapters.matches.deciding import decisions_of
from matcher.adapters.matches.present import present_of
from matcher.adapters.matches.publishing import CHRONICLE
from matcher.adapters.matches.repository import SqlMatchRepository
from matcher.adapters.matches.reviewing import review_material
from matcher.adapters.matches.wire import HAPPENED
from matcher.adapters.passages.keeping import keep
from matcher.adapters.rounds.repository import SqlRoundRepository
from matcher.adapters.stream.telling import tell
from matcher.domain.matches.clocks import StagePeriods
from matcher.domain.matches.events import MatchEvent
from matcher.domain.matches.flags import ReviewMaterial
from matcher.domain.matches.match import Match
from matcher.domain.proposals.promised import Present
from matcher.domain.scoring import ScoringProfile
from shared.errors import Conflict
from shared.identity.actor import Actor
from shared.persistence.unit_of_work import SqlUnitOfWork

Recorded = Sequence[tuple[Match, Sequence[MatchEvent]]]
"""The matches that something happened to, each with what did."""


class MatchesUnitOfWork(SqlUnitOfWork[Match]):
    """One transaction over matches, with rounds and today's records beside them.

    Locks are taken in this order: a round's row, matches' rows by id, "accord.proposing", "accord.decisions".
    """

    matches: SqlMatchRepository
    rounds: SqlRoundRepository
    chronicle = CHRONICLE
    _recorded: Recorded = ()

    def __init__(self, sessions: Callable[[], AsyncSession], periods: StagePeriods | None = None) -> None:
        super().__init__(sessions)
        self.periods = periods or StagePeriods()

    @classmethod
    def within(cls, session: AsyncSession, periods: StagePeriods | None = None) -> Self:
        """Return one inside an event's transaction: its commit writes everything and leaves committing to that."""
        unit_of_work = super().within(session)
        unit_of_work.periods = periods or StagePeriods()
        return unit_of_work

    async def present(
        self, needs: Collection[UUID], offers: Collection[UUID], today: date
    ) -> tuple[Present, ScoringProfile]:
        """Return these records as they are kept now, what States hold under the offers, and the weights in force."""
        return await present_of(self.session, needs, offers, today)

    async def facts_for_review(self, match: Match, present: Present) -> ReviewMaterial:
        """Return what a reviewer should know besides the records themselves."""
        return await review_material(self.session, match, present)

    async def commit(self, by: Actor) -> None:
        """Store every change with its history, outbox rows, decisions, passages and what the stream tells.

        Raises VersionMismatch where somebody else committed first, and Conflict `already-proposed` where another
        match stands between the same need and offer.
        """
        self._recorded = [(match, tuple(match.events)) for match in self.matches.touched if match.events]
        await super().commit(by)

    async def _record_more(self, by: Actor) -> None:
        for match, _ in self._recorded:
            await keep(self.session, match)
        decisions = [each for match, happened in self._recorded for each in decisions_of(match, happened, by)]
        await append(self.session, decisions)
        for match, happened in self._recorded:
            await tell(self.session, match, [HAPPENED[type(each)] for each in happened])

    def _opened(self) -> SqlMatchRepository:
        self.matches = SqlMatchRepository(self.session)
        self.rounds = SqlRoundRepository(self.session)
        return self.matches

    def _explained(self, error: IntegrityError) -> Exception:
        if "matches_one_stands_for_a_need_and_an_offer" in str(error.orig):
            detail = "Another match stands between this need and this offer."
            return Conflict(detail, code="already-proposed")
        return error
