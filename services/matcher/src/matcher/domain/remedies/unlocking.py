"""Which one change by one donor would unlock most unanswered needs; each is applied and matched before it is told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from matcher.domain.candidates import find_answer
from matcher.domain.conditions import Code, Party
from matcher.domain.remedies.case import Case
from matcher.domain.remedies.eligibility import widened_to
from matcher.domain.remedies.families import Family, families
from matcher.domain.remedies.options import options_for
from matcher.domain.remedies.remedy import Option, Remedy, remedy
from matcher.domain.remedies.unanswered import Blocked
from matcher.domain.remedies.widening import Widening, widenings
from matcher.domain.scoring import ScoringProfile
from matcher.domain.supply import Offer

SHOWN: Final = 10
"""How many changes are told."""

MOST_PROOFS: Final = 20_000
"""After so many matches of changed copies no further change is tried."""


@dataclass(frozen=True)
class Unlock:
    """A change of one offer, and the needs that each for itself would then have it as a candidate.

    `before` is the offer as it is, `after` the changed copy. Capacity that is added is not shared out among the needs.
    """

    before: Offer
    after: Offer
    change: Remedy
    needs: tuple[UUID, ...]

    @property
    def place(self) -> tuple[int, int, UUID, str, tuple[str, ...]]:
        """More needs first, then the smaller change, then a set order."""
        difference = self.change.difference
        return -len(self.needs), difference.size, self.before.offer_id, self.change.what, difference.names


class Unlocking:
    """Tries changes, the most promising first, until none left could be among the best."""

    def __init__(self, profile: ScoringProfile, min_score: int) -> None:
        self._profile = profile
        self._min_score = min_score
        self._proofs = 0
        self.is_complete = True

    def best(self, found: Iterable[Blocked]) -> tuple[Unlock, ...]:
        """Return the best changes, of each offer and each kind of change the one that unlocks most."""
        kept: dict[tuple[UUID, str], Unlock] = {}
        for family in families(found):
            ranked = sorted(kept.values(), key=lambda each: each.place)
            if len(ranked) >= SHOWN and len(ranked[SHOWN - 1].needs) > family.needs:
                break
            if self._proofs >= MOST_PROOFS:
                self.is_complete = False
                break
            for unlock in self._of_family(family):
                key = (unlock.before.offer_id, unlock.change.what)
                kept[key] = min(kept.get(key, unlock), unlock, key=lambda each: each.place)
        return tuple(sorted(kept.values(), key=lambda each: each.place)[:SHOWN])

    def _of_family(self, family: Family) -> Iterator[Unlock]:
        if family.code is Code.STATE_NOT_ELIGIBLE:
            yield from self._widest(family.cases)
        for what in _whats(family.cases):
            if what in {"state", "group"}:
                continue
            last = _together(family.cases, what)
            if last is not None:
                yield from self._unlock(family.cases, last)

    def _widest(self, cases: Sequence[Case]) -> Iterator[Unlock]:
        """Name the State, group or region that unlocks most; what promises less than is proved is not tried."""
        best: Unlock | None = None
        for widening in widenings(cases):
            if best is not None and len(best.needs) >= widening.needs:
                break
            for unlock in self._unlock(widening.cases, _named(widening)):
                best = unlock if best is None else min(best, unlock, key=lambda each: each.place)
        if best is not None:
            yield best

    def _unlock(self, cases: Sequence[Case], option: Option) -> Iterator[Unlock]:
        after = option.case.offer
        needs = {case.need.need_id: case for case in cases}
        unlocked = [need_id for need_id, case in needs.items() if self._is_answered(replace(case, offer=after))]
        if unlocked:
            yield Unlock(cases[0].offer, after, remedy(option, cases[0]), tuple(sorted(unlocked)))

    def _is_answered(self, case: Case) -> bool:
        self._proofs += 1
        answer = find_answer(case.need, case.offer, case.context, self._profile)
        return answer is not None and answer.score >= self._min_score


def _whats(cases: Sequence[Case]) -> list[str]:
    """Return what the donor could change, by the options of every pair, in a set order."""
    return sorted({option.what for case in cases for option in _donors(case)})


def _donors(case: Case) -> Iterator[Option]:
    """Return the donor's options for the one condition that blocks the case, none where nothing does."""
    if case.failed:
        yield from (option for option in options_for(case, case.failed[0]) if option.who is Party.DONOR)


def _together(cases: Sequence[Case], what: str) -> Option | None:
    """Return the one change that settles all these pairs: each goes on from what the one before it needed."""
    last: Option | None = None
    for case in cases:
        current = case if last is None else replace(case, offer=last.case.offer)
        last = next((option for option in _donors(current) if option.what == what), last)
    return last


def _named(widening: Widening) -> Option:
    first = widening.cases[0]
    return widened_to(first, widening.what, widening.name, widening.applied(first.offer))
