"""What the use cases about matches ask of the outside: one transaction over matches, rounds and today's records.

Locks are taken in this order, so that no two transactions wait for each other: match rows by id, then `standing`'s.
Whatever locks a match locks the unfinished members of its package too, all of them by id.
"""

from collections.abc import Collection, Sequence
from datetime import date
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from matcher.application.rounds.ports import RoundRepository
from matcher.domain.matches.clocks import StagePeriods
from matcher.domain.matches.flags import ReviewMaterial
from matcher.domain.matches.match import Match
from matcher.domain.proposals.promised import Present
from matcher.domain.scoring import ScoringProfile
from shared.identity.actor import Actor


class MatchRepository(Protocol):
    """The matches that this service owns."""

    async def get(self, match_id: UUID) -> Match:
        """Return the match, locked with the unfinished members of its package; raise NotFound (`unknown_match`)."""
        ...

    async def find(self, match_id: UUID) -> Match | None:
        """Return what `get` does, None where there is no such match."""
        ...

    async def standing(self, needs: Collection[UUID], offers: Collection[UUID]) -> Sequence[Match]:
        """Return the unconfirmed matches that concern any of these needs or offers (also as funder), oldest first.

        Nobody else proposes or endorses until the transaction ends (lock "accord.proposing"); rows are not locked.
        """
        ...

    async def of_need(self, need_id: UUID) -> Sequence[Match]:
        """Return the unfinished matches of a need and the members of their packages, locked, by id."""
        ...

    async def of_offer(self, offer_id: UUID) -> Sequence[Match]:
        """Return the unfinished matches of an offer, also as funder, and their packages' members, locked, by id."""
        ...

    async def of_round(self, round_id: UUID) -> Sequence[Match]:
        """Return the unfinished matches taken over from a round and the members of their packages, locked, by id."""
        ...

    async def of_package(self, package_id: UUID) -> Sequence[Match]:
        """Return the unfinished members of a package, locked, by id; empty where there is none."""
        ...

    async def version_of_package(self, package_id: UUID) -> int:
        """Return the sum of all its members' versions, ended ones too, which each change of any of them raises."""
        ...

    def add(self, match: Match) -> None:
        """Take in a new match, stored by the next commit."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what is not committed when the block ends is undone."""

    @property
    def matches(self) -> MatchRepository:
        """Return the matches, as this transaction sees them."""
        ...

    @property
    def rounds(self) -> RoundRepository:
        """Return the rounds, as this transaction sees them."""
        ...

    @property
    def periods(self) -> StagePeriods:
        """Return how long a match may stand in each stage."""
        ...

    async def present(
        self, needs: Collection[UUID], offers: Collection[UUID], today: date
    ) -> tuple[Present, ScoringProfile]:
        """Return these records as they are kept now, and the weights in force.

        `context.held` counts, on each State's ceiling, the matches that are reserved or further.
        """
        ...

    async def facts_for_review(self, match: Match, present: Present) -> ReviewMaterial:
        """Return what a reviewer should know besides the records themselves."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self, by: Actor) -> None:
        """Store every change with its history, its outbox rows and its decisions, all or nothing.

        Raises VersionMismatch where somebody else committed first, and Conflict `already-proposed` where another
        match stands between the same need and offer.
        """
        ...
