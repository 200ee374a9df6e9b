"""The score: one hundred, less the points of each thing that a donor would have to ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from needs.domain.details import NeedDetails
from needs.domain.specificity.asking import COMPONENT_CRITERIA, ComponentCriterion
from needs.domain.specificity.setting import NEED_CRITERIA, NO_COMPONENTS

CIRCULATION_THRESHOLD = 50
"""Below this a need circulates only when its State insists."""

MAXIMUM = 100
"""The score of a need that leaves no useful thing unsaid."""


@dataclass(frozen=True)
class Advice:
    """One missing thing: a stable code, the points it would bring, a sentence, where it belongs (JSON Pointers)."""

    code: str
    points: int
    sentence: str
    pointers: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """Return the advice as JSON can carry it."""
        return {
            "code": self.code,
            "points": self.points,
            "advice": self.sentence,
            "pointers": list(self.pointers),
        }


@dataclass(frozen=True)
class Specificity:
    """A score 0..100 and the advice that explains every point short of 100, the weightiest first."""

    score: int
    coaching: tuple[Advice, ...]

    def is_too_vague(self) -> bool:
        """Answer whether the need circulates only when its State insists."""
        return self.score < CIRCULATION_THRESHOLD


def assess(details: NeedDetails) -> Specificity:
    """Return the score and the coaching; the same statement always gets the same."""
    coaching = sorted((*_of_components(details), *_of_need(details)), key=lambda advice: -advice.points)
    return Specificity(MAXIMUM - sum(advice.points for advice in coaching), tuple(coaching))


def _of_need(details: NeedDetails) -> Iterator[Advice]:
    for criterion in NEED_CRITERIA:
        if not criterion.is_met(details):
            yield Advice(criterion.code, criterion.points, _sentence(criterion.say(details)), (criterion.pointer,))


def _of_components(details: NeedDetails) -> Iterator[Advice]:
    if not details.components:
        points = sum(criterion.points for criterion in COMPONENT_CRITERIA)
        yield Advice("components", points, _sentence(NO_COMPONENTS), ("/components",))
        return
    for criterion in COMPONENT_CRITERIA:
        missing = [
            place for place, component in enumerate(details.components) if not criterion.is_met(details, component)
        ]
        if missing:
            yield _shared_advice(details, criterion, missing)


def _shared_advice(details: NeedDetails, criterion: ComponentCriterion, missing: list[int]) -> Advice:
    """Each component bears an equal part of the points; what is missing is rounded up, so nothing missing is free."""
    places_by_phrase: dict[str, list[str]] = {}
    for place in missing:
        phrase = criterion.say(details.components[place])
        places_by_phrase.setdefault(phrase, []).append(str(place + 1))
    if len(details.components) == 1:
        text = next(iter(places_by_phrase))
    else:
        text = "; ".join(f"for component {', '.join(places)}: {phrase}" for phrase, places in places_by_phrase.items())
    points = -(-criterion.points * len(missing) // len(details.components))
    pointers = tuple(f"/components/{place}/{criterion.field}" for place in missing)
    return Advice(criterion.code, points, _sentence(text), pointers)


def _sentence(phrase: str) -> str:
    return f"{phrase[0].upper()}{phrase[1:]}."
