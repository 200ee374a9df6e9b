"""The score of a match in whole numbers: what each criterion says, and how much each one counts."""

from collections.abc import Callable
from typing import Final

from matcher.domain.pairing import Meeting, Pairing
from matcher.domain.scoring.category import category
from matcher.domain.scoring.conditions import conditions
from matcher.domain.scoring.coverage import coverage, coverage_of_need
from matcher.domain.scoring.language import language
from matcher.domain.scoring.mark import Mark
from matcher.domain.scoring.modality import modality
from matcher.domain.scoring.profile import CRITERIA, ScoringProfile, load_profile, parse_profile
from matcher.domain.scoring.specificity import specificity
from matcher.domain.scoring.timing import timing
from matcher.domain.scoring.urgency import urgency
from matcher.domain.scoring.words import words

__all__ = [
    "CRITERIA",
    "Mark",
    "ScoringProfile",
    "coverage_of_need",
    "load_profile",
    "marks_of_meeting",
    "marks_of_pairing",
    "parse_profile",
    "urgency",
]

OF_MEETING: Final[dict[str, Callable[[Meeting], Mark]]] = {
    "specificity": specificity,
    "timing": timing,
    "language": language,
    "conditions": conditions,
    "words": words,
}
"""The criteria that a need and an offer meet as wholes."""

OF_PAIRING: Final[dict[str, Callable[[Pairing], Mark]]] = {
    "category": category,
    "coverage": coverage,
    "modality": modality,
}
"""The criteria that each component and each line meet for themselves."""


def marks_of_meeting(meeting: Meeting) -> dict[str, Mark]:
    """Return the marks that every pair of the need and the offer shares."""
    return {name: criterion(meeting) for name, criterion in OF_MEETING.items()}


def marks_of_pairing(pairing: Pairing) -> dict[str, Mark]:
    """Return the marks that belong to this component and this line alone."""
    return {name: criterion(pairing) for name, criterion in OF_PAIRING.items()}
