"""What stands between a need and the offers that nearly answer it."""

from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from matcher.domain.conditions import Verdict, failures, failures_of_meeting
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.explanation import Explanation, explain, score_of
from matcher.domain.pairing import Meeting, Pairing, may_meet
from matcher.domain.scoring import Mark, ScoringProfile, marks_of_meeting, marks_of_pairing
from matcher.domain.supply import Offer


@dataclass(frozen=True)
class NearMiss:
    """The pair of a need and an offer with the fewest failed conditions.

    `failed` is never empty and in the order of telling; `score` is what the pair would get if they all held.
    """

    need_id: UUID
    offer_id: UUID
    component_id: UUID
    line_id: UUID
    failed: tuple[Verdict, ...]
    score: int
    explanation: Explanation


@dataclass(frozen=True)
class Gap:
    """A near miss, scored but not yet explained."""

    pairing: Pairing
    failed: tuple[Verdict, ...]
    marks: Mapping[str, Mark]
    score: int

    @property
    def distance(self) -> tuple[int, int]:
        """Smaller is nearer: fewer failed conditions first, then the better score."""
        return len(self.failed), -self.score

    def explained(self, profile: ScoringProfile) -> NearMiss:
        """Return the near miss in full."""
        meeting = self.pairing.meeting
        return NearMiss(
            need_id=meeting.need.need_id,
            offer_id=meeting.offer.offer_id,
            component_id=self.pairing.component.component_id,
            line_id=self.pairing.line.line_id,
            failed=self.failed,
            score=self.score,
            explanation=explain(self.marks, profile),
        )


def find_gap(
    need: Need, offer: Offer, context: Context, profile: ScoringProfile, *, most: int | None = None
) -> Gap | None:
    """Return the nearest pair; None where the two match, never meet, or fail more than `most` conditions."""
    if not may_meet(need, offer):
        return None
    meeting = Meeting(need, offer, context)
    of_meeting = failures_of_meeting(meeting, most)
    if of_meeting is None:
        return None
    pairings = [Pairing(meeting, component, line) for component in need.components for line in offer.lines]
    found = [(pairing, failures(pairing, of_meeting)) for pairing in pairings]
    fewest = min((len(failed) for _, failed in found), default=0)
    if fewest == 0 or (most is not None and fewest > most):
        return None
    shared = marks_of_meeting(meeting)
    gaps = [
        _gap(pairing, failed, shared | marks_of_pairing(pairing), profile)
        for pairing, failed in found
        if len(failed) == fewest
    ]
    return min(gaps, key=lambda gap: gap.distance)


def nearest(
    meetings: Iterable[tuple[Need, Offer]],
    find: Callable[[Need, Offer, int | None], Gap | None],
    counterpart: Callable[[Gap], UUID],
    limit: int,
) -> list[Gap]:
    """Return the nearest `limit`, ties by counterpart; what fails more than the last of them is not worked out."""
    kept: list[Gap] = []
    for need, offer in meetings if limit > 0 else ():
        most = len(kept[-1].failed) if len(kept) == limit else None
        gap = find(need, offer, most)
        if gap is not None:
            insort(kept, gap, key=lambda each: (*each.distance, counterpart(each)))
            del kept[limit:]
    return kept


def _gap(pairing: Pairing, failed: tuple[Verdict, ...], marks: Mapping[str, Mark], profile: ScoringProfile) -> Gap:
    return Gap(pairing, failed, marks, score_of(marks, profile))
