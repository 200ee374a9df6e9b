"""On what matches are judged: today's records, with everything counted that other matches are to give."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from matcher.application.matches.ports import UnitOfWork
from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.domain.matches.funding import objection_to_paying
from matcher.domain.matches.match import Match
from matcher.domain.matches.proposing import Wanted
from matcher.domain.matches.standing import promises_of, uncounted
from matcher.domain.matches.wholeness import not_whole
from matcher.domain.proposals.adoption import Objection, judge
from matcher.domain.proposals.promised import Present, Promise
from matcher.domain.scoring import ScoringProfile

Asked = Sequence[Promise]
"""What one match is to give."""


@dataclass(frozen=True)
class Ground:
    """The records as they are kept, and as all `others` would leave them; these are unconfirmed matches."""

    kept: Present
    profile: ScoringProfile
    others: Sequence[Match]

    @cached_property
    def base(self) -> Present:
        """The records with everything counted that the others are to give."""
        return self.kept.after(uncounted(self.others))

    def siblings_of(self, match: Match) -> tuple[Match, ...]:
        """Return the other unconfirmed members of the match's package."""
        return tuple(each for each in self.others if match.package_id and each.package_id == match.package_id)

    def objections(self, asked: Sequence[Asked], siblings: Sequence[Match] = ()) -> tuple[Objection, ...]:
        """Return what stands against these matches together; what an all-or-nothing need lacks, siblings may give."""
        base = self.base
        given = [promise for each in asked for promise in each if promise.on_need]
        paid = [promise for each in asked for promise in each if not promise.on_need]
        standing = [(each.need_id, each.offer_id) for each in self.others]
        found = [*judge(given, base, standing, ()).objections, *_unpaid(paid, base)]
        return tuple(found) or not_whole(given, [each for match in siblings for each in promises_of(match)], self.kept)

    def must_allow(self, asked: Sequence[Asked], siblings: Sequence[Match] = ()) -> None:
        """Raise PairsNoLongerHold where anything stands against them."""
        objections = self.objections(asked, siblings)
        if objections:
            raise PairsNoLongerHold(objections)


async def ground_for(
    uow: UnitOfWork, wanted: Sequence[Wanted], today: date, *, besides: Collection[Match] = ()
) -> Ground:
    """Read what matches between these records are judged by, `besides` left out; nobody else proposes until the end."""
    needs, offers = {each.need_id for each in wanted}, {offer for each in wanted for offer in each.offers}
    mine = {match.id for match in besides}
    others = [match for match in await uow.matches.standing(needs, offers) if match.id not in mine]
    present, profile = await uow.present(*records_of(others, needs, offers), today)
    return Ground(present, profile, others)


def records_of(
    matches: Sequence[Match], needs: Collection[UUID], offers: Collection[UUID]
) -> tuple[set[UUID], set[UUID]]:
    """Return these needs and offers and those of the matches: what they promise is counted on all of them."""
    more = {offer for each in matches for offer in (each.offer_id, each.funder_offer_id) if offer is not None}
    return {*needs, *(each.need_id for each in matches)}, {*offers, *more}


def _unpaid(paid: Sequence[Promise], present: Present) -> Iterator[Objection]:
    for promise in paid:
        objection = objection_to_paying(promise, present)
        if objection is not None:
            yield objection
        present = present.after([promise])
