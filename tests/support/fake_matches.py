"""A unit of work for matches in memory: what is not committed is lost, and each commit raises a version by one."""

from collections.abc import Collection, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Self
from uuid import UUID

from matcher.application.matches.finding import unknown_match
from matcher.application.rounds.finding import unknown_round
from matcher.application.rounds.ports import ChangedRecord
from matcher.domain.demand import Need
from matcher.domain.matches.clocks import StagePeriods
from matcher.domain.matches.events import MatchEvent
from matcher.domain.matches.flags import ReviewMaterial
from matcher.domain.matches.life_cycle import OPEN, UNCONFIRMED
from matcher.domain.matches.match import Match
from matcher.domain.proposals.promised import Present
from matcher.domain.rates import Rate
from matcher.domain.round_life import Round
from matcher.domain.rounds.outcome import Outcome
from matcher.domain.scoring import ScoringProfile, load_profile
from matcher.domain.supply import Offer
from shared.errors import Conflict, VersionMismatch
from shared.identity.actor import Actor
from tests.support.matching_examples import context

NOTHING_KNOWN = ReviewMaterial((), (), ())


class FakeMatches:
    """The matches as one transaction sees them: copies, so that only a commit changes what is stored."""

    def __init__(self, stored: dict[UUID, Match]) -> None:
        self._stored = stored
        self.seen: dict[UUID, Match] = {}

    async def get(self, match_id: UUID) -> Match:
        found = await self.find(match_id)
        if found is None:
            raise unknown_match(match_id)
        return found

    async def find(self, match_id: UUID) -> Match | None:
        if match_id not in self.seen and match_id in self._stored:
            self.seen[match_id] = deepcopy(self._stored[match_id])
        return self.seen.get(match_id)

    async def standing(self, needs: Collection[UUID], offers: Collection[UUID]) -> Sequence[Match]:
        return [
            match
            for match in await self._all()
            if match.status in UNCONFIRMED
            and (match.need_id in needs or match.offer_id in offers or match.funder_offer_id in offers)
        ]

    async def of_need(self, need_id: UUID) -> Sequence[Match]:
        return [match for match in await self._unfinished() if match.need_id == need_id]

    async def of_offer(self, offer_id: UUID) -> Sequence[Match]:
        return [match for match in await self._unfinished() if offer_id in {match.offer_id, match.funder_offer_id}]

    async def of_round(self, round_id: UUID) -> Sequence[Match]:
        return [match for match in await self._unfinished() if match.origin.round_id == round_id]

    async def of_package(self, package_id: UUID) -> Sequence[Match]:
        return [match for match in await self._unfinished() if match.package_id == package_id]

    async def version_of_package(self, package_id: UUID) -> int:
        return sum(match.version for match in self._stored.values() if match.package_id == package_id)

    def add(self, match: Match) -> None:
        self.seen[match.id] = match

    async def _all(self) -> list[Match]:
        found = [await self.get(match_id) for match_id in sorted({*self._stored, *self.seen})]
        return sorted(found, key=lambda match: match.id)

    async def _unfinished(self) -> list[Match]:
        return [match for match in await self._all() if match.status in OPEN]


@dataclass
class FakeRounds:
    """One round that is done, if any, and what has changed since."""

    round: Round | None = None
    outcome: Outcome | None = None
    changed: list[ChangedRecord] = field(default_factory=list[ChangedRecord])

    async def get(self, round_id: UUID) -> Round:
        if self.round is None or self.round.id != round_id:
            raise unknown_round(round_id)
        return self.round

    async def outcome_of(self, round_id: UUID) -> Outcome | None:
        return self.outcome if self.round is not None and self.round.id == round_id else None

    async def changed_since(self, round_id: UUID) -> Sequence[ChangedRecord]:
        return self.changed if self.round is not None and self.round.id == round_id else []

    def add(self, asked: Round) -> None:
        self.round = asked


class FakeMatchesUnitOfWork:
    """Keeps what was committed: `stored` matches, their `committed` events in order, and `committed_by` whom.

    The records of today are the given ones, and `material` is what a reviewer should know of any match.
    """

    def __init__(self, *records: Need | Offer, matches: Iterable[Match] = (), rounds: FakeRounds | None = None) -> None:
        self.records: list[Need | Offer] = list(records)
        self.stored: dict[UUID, Match] = {match.id: match for match in matches}
        self.material = NOTHING_KNOWN
        self.rates: tuple[Rate, ...] = ()
        self.periods = StagePeriods()
        self.rounds = rounds or FakeRounds()
        self.committed: list[MatchEvent] = []
        self.committed_by: list[Actor] = []
        self._matches = FakeMatches(self.stored)

    @property
    def matches(self) -> FakeMatches:
        return self._matches

    async def present(
        self, needs: Collection[UUID], offers: Collection[UUID], today: date
    ) -> tuple[Present, ScoringProfile]:
        found = {each.need_id: each for each in self.records if isinstance(each, Need) and each.need_id in needs}
        given = {each.offer_id: each for each in self.records if isinstance(each, Offer) and each.offer_id in offers}
        return Present(found, given, context(today=today, rates=self.rates)), load_profile()

    async def facts_for_review(self, match: Match, present: Present) -> ReviewMaterial:
        assert match.need_id in present.needs
        return self.material

    async def __aenter__(self) -> Self:
        self._matches = FakeMatches(self.stored)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._matches = FakeMatches(self.stored)

    async def commit(self, by: Actor) -> None:
        changed = [match for match in self._matches.seen.values() if match.events]
        for match in changed:
            self._must_be_current(match)
            self._must_stand_alone(match)
        for match in changed:
            self.committed.extend(match.events)
            match.version += 1
            match.events.clear()
            self.stored[match.id] = deepcopy(match)
        self.committed_by.append(by)

    def _must_be_current(self, match: Match) -> None:
        current = self.stored[match.id].version if match.id in self.stored else 0
        if current != match.version:
            raise VersionMismatch(f"Match {match.id} is at version {current}.")

    def _must_stand_alone(self, match: Match) -> None:
        rivals = [
            other
            for other in [*self.stored.values(), *self._matches.seen.values()]
            if other.id != match.id and other.status in UNCONFIRMED
        ]
        if match.status in UNCONFIRMED and any(
            (other.need_id, other.offer_id) == (match.need_id, match.offer_id) for other in rivals
        ):
            raise Conflict("Another match stands between this need and this offer.", code="already-proposed")
