"""The matcher's unit of work over a store in memory, and what it has heard of needs and offers."""

from collections.abc import Collection, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Final
from uuid import UUID

from matcher.adapters.reading_states import need_from, offer_from
from matcher.application.matches.finding import unknown_match
from matcher.domain.context import Context
from matcher.domain.matches.clocks import StagePeriods
from matcher.domain.matches.flags import ReviewMaterial
from matcher.domain.matches.life_cycle import OPEN, UNCONFIRMED
from matcher.domain.matches.match import Match
from matcher.domain.proposals.promised import Present
from matcher.domain.scoring import ScoringProfile, load_profile
from shared.errors import Conflict
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary
from tests.support.saga.blindness import as_if_untouched
from tests.support.saga.store import Store
from tests.support.saga.transaction import Transaction

PERIODS: Final = StagePeriods()
PROFILE: Final = load_profile()


class MemoryMatches:
    """The matches, as one transaction sees them."""

    def __init__(self, transaction: Transaction, *, blind: bool) -> None:
        self._transaction = transaction
        self._blind = blind

    async def get(self, match_id: UUID) -> Match:
        found = await self.find(match_id)
        if found is None:
            raise unknown_match(match_id)
        return found

    async def find(self, match_id: UUID) -> Match | None:
        return self._transaction.find(Match, match_id)

    async def standing(self, needs: Collection[UUID], offers: Collection[UUID]) -> Sequence[Match]:
        if self._blind:
            return ()
        return [
            match
            for match in self._transaction.where(Match)
            if match.status in UNCONFIRMED
            and (match.need_id in needs or {match.offer_id, match.funder_offer_id} & set(offers))
        ]

    async def of_need(self, need_id: UUID) -> Sequence[Match]:
        return self._with_packages(match for match in self._unfinished() if match.need_id == need_id)

    async def of_offer(self, offer_id: UUID) -> Sequence[Match]:
        concerned = (match for match in self._unfinished() if offer_id in {match.offer_id, match.funder_offer_id})
        return self._with_packages(concerned)

    async def of_round(self, round_id: UUID) -> Sequence[Match]:
        return [match for match in self._unfinished() if match.origin.round_id == round_id]

    async def of_package(self, package_id: UUID) -> Sequence[Match]:
        return [match for match in self._unfinished() if match.package_id == package_id]

    async def version_of_package(self, package_id: UUID) -> int:
        return sum(match.version for match in self._transaction.where(Match) if match.package_id == package_id)

    def add(self, match: Match) -> None:
        self._transaction.keep(Match, match)

    def _unfinished(self) -> list[Match]:
        return [match for match in self._transaction.where(Match) if match.status in OPEN]

    def _with_packages(self, found: Any) -> list[Match]:
        mine: list[Match] = list(found)
        ids = {match.id for match in mine}
        packages = {match.package_id for match in mine} - {None}
        return [match for match in self._unfinished() if match.id in ids or match.package_id in packages]


class MemoryMatchesUnitOfWork(Transaction):
    """One transaction over matches and today's copies of the records.

    `blind` = those who judge see neither what is engaged already nor what others propose at the same moment, so that
    nothing but the sides' own ledgers keeps two matches from taking the same. `within` an event's transaction whatever
    was changed is stored when the block ends, committed or not, as the session of the processor does it.
    """

    periods = PERIODS

    def __init__(self, store: Store, *, blind: bool = False, within: bool = False) -> None:
        super().__init__(store)
        self._blind = blind
        self._within = within

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._within and error is None:
            self.store.commit(self._touched)
        await super().__aexit__(kind, error, trace)

    @property
    def matches(self) -> MemoryMatches:
        return MemoryMatches(self, blind=self._blind)

    @property
    def rounds(self) -> Any:
        raise AssertionError("the saga asks for no rounds")

    async def present(
        self, needs: Collection[UUID], offers: Collection[UUID], today: date
    ) -> tuple[Present, ScoringProfile]:
        """Return the records as they are kept, or as if nothing of them were engaged."""
        context = Context(today=today, geography=load_geography(), vocabulary=load_vocabulary())
        known, given = self.store.all_of(NeedState), self.store.all_of(OfferState)
        present = Present(
            {each: need_from(known[each]) for each in needs if each in known},
            {each: offer_from(given[each]) for each in offers if each in given},
            context,
        )
        return as_if_untouched(present) if self._blind else present, PROFILE

    async def facts_for_review(self, match: Match, present: Present) -> ReviewMaterial:  # noqa: ARG002 (the port's)
        """Return nothing that a reviewer would have to know."""
        return ReviewMaterial((), (), ())

    def must_be_allowed(self) -> None:
        """Let one match stand between a need and an offer, as the unique index does."""
        standing = [match for match in self.where(Match) if match.status in UNCONFIRMED]
        if len({(match.need_id, match.offer_id) for match in standing}) < len(standing):
            raise Conflict("Another match stands between this need and this offer.", code="already-proposed")
