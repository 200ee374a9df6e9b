"""The hard conditions of a match: a pair meets or does not, and where it does not, what would have to change."""

from collections.abc import Callable
from typing import Final

from matcher.domain.conditions.applicant_not_eligible import applicant_not_eligible
from matcher.domain.conditions.below_minimum_share import below_minimum_share
from matcher.domain.conditions.category_mismatch import category_mismatch
from matcher.domain.conditions.condition_unmet import condition_unmet
from matcher.domain.conditions.exhausted import exhausted
from matcher.domain.conditions.modality_mismatch import modality_mismatch
from matcher.domain.conditions.not_open import not_open
from matcher.domain.conditions.not_visible import not_visible
from matcher.domain.conditions.pair_excluded import pair_excluded
from matcher.domain.conditions.per_state_ceiling import per_state_ceiling
from matcher.domain.conditions.state_not_eligible import state_not_eligible
from matcher.domain.conditions.verdict import ORDER, Change, Code, Party, Verdict
from matcher.domain.conditions.window_disjoint import window_disjoint
from matcher.domain.pairing import Meeting, Pairing

__all__ = [
    "OF_MEETING",
    "OF_PAIRING",
    "Change",
    "Code",
    "Party",
    "Verdict",
    "failures",
    "failures_of_meeting",
    "meeting_holds",
    "pairing_holds",
]

OfMeeting = Callable[[Meeting], Verdict]
OfPairing = Callable[[Pairing], Verdict]

OF_MEETING: Final[tuple[OfMeeting, ...]] = (
    not_open,
    state_not_eligible,
    applicant_not_eligible,
    window_disjoint,
    condition_unmet,
    pair_excluded,
    not_visible,
)
"""The conditions that a need and an offer meet as wholes."""

OF_PAIRING: Final[tuple[OfPairing, ...]] = (
    category_mismatch,
    modality_mismatch,
    below_minimum_share,
    exhausted,
    per_state_ceiling,
)
"""The conditions that each component and each line meet for themselves."""


def meeting_holds(meeting: Meeting) -> bool:
    """Say whether nothing stands between the need and the offer as wholes."""
    return all(check(meeting).holds for check in OF_MEETING)


def pairing_holds(pairing: Pairing) -> bool:
    """Say whether nothing stands between the component and the line."""
    return all(check(pairing).holds for check in OF_PAIRING)


def failures(pairing: Pairing, of_meeting: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Return all that stands between a component and a line, in the order of telling."""
    own = tuple(verdict for check in OF_PAIRING if not (verdict := check(pairing)).holds)
    return tuple(sorted(of_meeting + own, key=lambda verdict: ORDER[verdict.code]))


def failures_of_meeting(meeting: Meeting, most: int | None = None) -> tuple[Verdict, ...] | None:
    """Return what stands between a need and an offer as wholes; None as soon as it is more than `most`."""
    failed: list[Verdict] = []
    for check in OF_MEETING:
        verdict = check(meeting)
        if verdict.holds:
            continue
        failed.append(verdict)
        if most is not None and len(failed) > most:
            return None
    return tuple(failed)
