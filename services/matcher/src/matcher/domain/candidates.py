"""Whether an offer answers a need, through which pairs, how well, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from matcher.domain.conditions import meeting_holds, pairing_holds
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.explanation import Explanation, explain, score_of
from matcher.domain.pairing import Meeting, Pairing, may_meet
from matcher.domain.scoring import Mark, ScoringProfile, coverage_of_need, marks_of_meeting, marks_of_pairing
from matcher.domain.supply import Offer


@dataclass(frozen=True)
class Pair:
    """One component that one line answers; `takeable` in thousandths of the line's unit, None = unquantified."""

    component_id: UUID
    line_id: UUID
    score: int
    takeable: int | None
    explanation: Explanation


@dataclass(frozen=True)
class Candidate:
    """An offer that answers a need: its pairs by component, then line, and the score of the whole.

    The explanation is the lead pair's, with coverage taken over the whole need. `profile` is the digest of the
    weights used.
    """

    need_id: UUID
    need_version: int
    offer_id: UUID
    offer_version: int
    score: int
    explanation: Explanation
    lead: Pair
    pairs: tuple[Pair, ...]
    profile: str


@dataclass(frozen=True)
class _Marked:
    pairing: Pairing
    marks: Mapping[str, Mark]


@dataclass(frozen=True)
class Answer:
    """An offer that answers a need, scored but not yet explained: telling why takes longer than ranking."""

    meeting: Meeting
    score: int
    valid: Sequence[_Marked]
    lead: int
    marks: Mapping[str, Mark]

    def explained(self, profile: ScoringProfile) -> Candidate:
        """Return the candidate in full."""
        pairs = tuple(_pair(each, profile) for each in self.valid)
        explanation = explain(self.marks, profile)
        need, offer = self.meeting.need, self.meeting.offer
        return Candidate(
            need_id=need.need_id,
            need_version=need.version,
            offer_id=offer.offer_id,
            offer_version=offer.version,
            score=explanation.score,
            explanation=explanation,
            lead=pairs[self.lead],
            pairs=pairs,
            profile=profile.digest,
        )


def find_answer(need: Need, offer: Offer, context: Context, profile: ScoringProfile) -> Answer | None:
    """Return the answer that the offer is, or None where a hard condition fails for every pair."""
    if not may_meet(need, offer):
        return None
    meeting = Meeting(need, offer, context)
    if not meeting_holds(meeting):
        return None
    pairings = (Pairing(meeting, component, line) for component in need.components for line in offer.lines)
    valid = [pairing for pairing in pairings if pairing_holds(pairing)]
    if not valid:
        return None
    shared = marks_of_meeting(meeting)
    return _answer(meeting, [_Marked(each, shared | marks_of_pairing(each)) for each in valid], profile)


def _answer(meeting: Meeting, valid: Sequence[_Marked], profile: ScoringProfile) -> Answer:
    """Choose the lead by what it contributes besides coverage, so that it does not change with capacity."""
    merits = [score_of(each.marks, profile, leaving_out="coverage") for each in valid]
    lead = merits.index(max(merits))
    coverage = _coverage(meeting.need, valid)
    marks = {**valid[lead].marks, "coverage": coverage}
    return Answer(meeting, score_of(marks, profile), valid, lead, marks)


def _pair(marked: _Marked, profile: ScoringProfile) -> Pair:
    explanation = explain(marked.marks, profile)
    pairing = marked.pairing
    return Pair(
        component_id=pairing.component.component_id,
        line_id=pairing.line.line_id,
        score=explanation.score,
        takeable=pairing.taking.takeable,
        explanation=explanation,
    )


def _coverage(need: Need, valid: Sequence[_Marked]) -> Mark:
    best: dict[UUID, Mark] = {}
    for each in valid:
        component_id, mark = each.pairing.component.component_id, each.marks["coverage"]
        if component_id not in best or mark.points > best[component_id].points:
            best[component_id] = mark
    return coverage_of_need([best.get(component.component_id) for component in need.components])
