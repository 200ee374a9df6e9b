"""Which needs nobody answers, and through which pairs each comes nearest to being answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from matcher.domain.amounts import ONE
from matcher.domain.conditions import OF_PAIRING, Code, Verdict, failures_of_meeting
from matcher.domain.context import Context
from matcher.domain.demand import ASKING, Need
from matcher.domain.explanation import score_of
from matcher.domain.pairing import Meeting, Pairing, may_meet
from matcher.domain.remedies.case import Case
from matcher.domain.scoring import Mark, ScoringProfile, marks_of_meeting, marks_of_pairing
from matcher.domain.supply import Offer

MOST_MEETINGS: Final = 100_000
"""No more needs are looked at than meet all offers in this many meetings."""


_FULL_MARKS: Final = Mark(ONE, "", {})
_CRITERIA: Final = {
    Code.STATE_NOT_ELIGIBLE: "specificity",
    Code.CATEGORY_MISMATCH: "category",
    Code.MODALITY_MISMATCH: "modality",
    Code.WINDOW_DISJOINT: "timing",
    Code.BELOW_MINIMUM_SHARE: "coverage",
    Code.EXHAUSTED: "coverage",
    Code.PER_STATE_CEILING: "coverage",
    Code.CONDITION_UNMET: "conditions",
}
"""The criterion whose marks rise when a condition is made to hold."""


@dataclass(frozen=True)
class Scope:
    """Which needs a summary is about: those without a candidate of at least `min_score`, all of one part."""

    historic: bool = False
    state: str | None = None
    area: str | None = None
    categories: frozenset[str] | None = None
    min_score: int = 0

    def includes(self, need: Need, context: Context) -> bool:
        """Say whether an open need is of the part, of the State, of the area, and asks for one of the categories."""
        states = set(context.states_of(need))
        return (
            need.historic == self.historic
            and need.status in ASKING
            and (self.state is None or self.state in states)
            and (self.area is None or need.group == self.area or not states.isdisjoint(context.members(self.area)))
            and (self.categories is None or any(each.category in self.categories for each in need.components))
        )


@dataclass
class Blocked:
    """An unanswered need: by component the pairs that one condition alone blocks, and what blocks the nearest."""

    need: Need
    alone: dict[UUID, list[tuple[Code, Case]]] = field(default_factory=dict[UUID, list[tuple[Code, Case]]])
    fewest: dict[UUID, int] = field(default_factory=dict[UUID, int])
    nearest: dict[UUID, set[Code]] = field(default_factory=dict[UUID, set[Code]])

    def note(self, pairing: Pairing, codes: Sequence[Code]) -> None:
        """Take in what stands between one component and one line."""
        component_id, number = pairing.component.component_id, len(codes)
        if number == 1:
            self.alone.setdefault(component_id, []).append((codes[0], Case.of(pairing)))
        if number < self.fewest.get(component_id, number + 1):
            self.fewest[component_id], self.nearest[component_id] = number, set()
        if number == self.fewest[component_id]:
            self.nearest[component_id].update(codes)

    def most_of(self, component_id: UUID) -> int | None:
        """Return the number of failures above which a pair of the component tells nothing; None while any may."""
        fewest = self.fewest.get(component_id)
        return None if fewest is None else max(1, fewest)

    @property
    def most(self) -> int | None:
        """The same for all components together."""
        known = [self.most_of(component.component_id) for component in self.need.components]
        return None if None in known else max((each for each in known if each is not None), default=None)


def unanswered(needs: Iterable[Need], best: Mapping[UUID, int], scope: Scope, context: Context) -> tuple[Need, ...]:
    """Return the scope's needs that no candidate answers well enough, the most pressing and longest waiting first."""
    found = [need for need in needs if best.get(need.need_id, -1) < scope.min_score and scope.includes(need, context)]
    return tuple(sorted(found, key=_urgency))


def blocked(
    need: Need, offers: Sequence[Offer], context: Context, profile: ScoringProfile, min_score: int = 0
) -> Blocked:
    """Return what blocks the need; a pair that could not reach `min_score` by any change is left out."""
    found = Blocked(need)
    near = {each.component_id: _branch(each.category, context) for each in need.components}
    near_any = frozenset[str]().union(*near.values())
    for offer in offers:
        if not may_meet(need, offer):
            continue
        meeting = Meeting(need, offer, context)
        strange = all(near_any.isdisjoint(line.categories) for line in offer.lines)
        most = found.most
        of_meeting = failures_of_meeting(meeting, most if most is None else most - strange)
        if of_meeting is None:
            continue
        for pairing in (Pairing(meeting, component, line) for component in need.components for line in offer.lines):
            codes = _codes(pairing, of_meeting, found, near[pairing.component.component_id])
            if codes and (min_score == 0 or _within_reach(pairing, codes, profile) >= min_score):
                found.note(pairing, codes)
    return found


def _codes(pairing: Pairing, of_meeting: Sequence[Verdict], found: Blocked, near: frozenset[str]) -> list[Code]:
    """Return the failed conditions, nothing where they are more than tell anything.

    A line without a category of the component's branch fails by that alone, and need not be looked at where it counts.
    """
    most = found.most_of(pairing.component.component_id)
    if most is not None and len(of_meeting) + near.isdisjoint(pairing.line.categories) > most:
        return []
    codes = [verdict.code for verdict in of_meeting]
    for check in OF_PAIRING:
        verdict = check(pairing)
        if verdict.holds:
            continue
        codes.append(verdict.code)
        if most is not None and len(codes) > most:
            return []
    return codes


def _branch(category: str, context: Context) -> frozenset[str]:
    vocabulary = context.vocabulary
    if category not in vocabulary.categories:
        return frozenset({category})
    return frozenset({*vocabulary.ancestors(category), *vocabulary.within(category)})


def _urgency(need: Need) -> tuple[int, float, UUID]:
    waiting_since = float("inf") if need.opened_at is None else need.opened_at.timestamp()
    return -need.priority, waiting_since, need.need_id


def _within_reach(pairing: Pairing, codes: Sequence[Code], profile: ScoringProfile) -> int:
    """Return the score with full marks wherever a failed condition stands in the way: no change could give more."""
    marks = marks_of_meeting(pairing.meeting) | marks_of_pairing(pairing)
    lifted = {_CRITERIA[code]: _FULL_MARKS for code in codes if code in _CRITERIA}
    return score_of(marks | lifted, profile)
