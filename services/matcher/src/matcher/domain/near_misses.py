"""What stands between a need and the offers that nearly answer it."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from matcher.domain.conditions import Verdict, failures, failures_of_meeting
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.explanation import Explanation, explain
from matcher.domain.pairing import Meeting, Pairing, may_meet
from matcher.domain.scoring import ScoringProfile, marks_of_meeting, marks_of_pairing
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

    @property
    def distance(self) -> tuple[int, int]:
        """Smaller is nearer: fewer failed conditions first, then the better score."""
        return len(self.failed), -self.score


def find_near_miss(
    need: Need, offer: Offer, context: Context, profile: ScoringProfile, most_failed: int | None = None
) -> NearMiss | None:
    """Return the nearest pair; None where the two already match, never meet, or fail more than `most_failed`."""
    if not may_meet(need, offer):
        return None
    meeting = Meeting(need, offer, context)
    of_meeting = failures_of_meeting(meeting, most_failed)
    if of_meeting is None:
        return None
    found = [(pairing, failures(pairing, of_meeting)) for pairing in _pairings(meeting)]
    fewest = min((len(failed) for _, failed in found), default=0)
    if fewest == 0 or (most_failed is not None and fewest > most_failed):
        return None
    shared = marks_of_meeting(meeting)
    misses = [
        _miss(pairing, failed, explain(shared | marks_of_pairing(pairing), profile))
        for pairing, failed in found
        if len(failed) == fewest
    ]
    return min(misses, key=lambda miss: miss.distance)


def nearest(
    meetings: Iterable[tuple[Need, Offer]],
    find: Callable[[Need, Offer, int | None], NearMiss | None],
    counterpart: Callable[[NearMiss], UUID],
    limit: int,
) -> tuple[NearMiss, ...]:
    """Return the nearest `limit`, ties by counterpart; what fails more than the last of them is not worked out."""
    kept: list[NearMiss] = []
    for need, offer in meetings if limit > 0 else ():
        bound = len(kept[-1].failed) if len(kept) == limit else None
        miss = find(need, offer, bound)
        if miss is not None:
            insort(kept, miss, key=lambda each: (*each.distance, counterpart(each)))
            del kept[limit:]
    return tuple(kept)


def _pairings(meeting: Meeting) -> Iterator[Pairing]:
    return (Pairing(meeting, component, line) for component in meeting.need.components for line in meeting.offer.lines)


def _miss(pairing: Pairing, failed: tuple[Verdict, ...], explanation: Explanation) -> NearMiss:
    return NearMiss(
        need_id=pairing.meeting.need.need_id,
        offer_id=pairing.meeting.offer.offer_id,
        component_id=pairing.component.component_id,
        line_id=pairing.line.line_id,
        failed=failed,
        score=explanation.score,
        explanation=explanation,
    )
