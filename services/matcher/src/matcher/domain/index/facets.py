"""The sides of an offer that repeat from offer to offer, judged once for many by condition or criterion itself.

The judges are those that also explain a candidate, so the index cannot come to see these sides in another way.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from matcher.domain.conditions.applicant_not_eligible import applicant_not_eligible
from matcher.domain.conditions.condition_unmet import condition_unmet
from matcher.domain.conditions.not_open import not_open
from matcher.domain.conditions.verdict import Verdict
from matcher.domain.demand import Need
from matcher.domain.pairing import Meeting
from matcher.domain.scoring.language import language
from matcher.domain.supply import Donor, Eligibility, Offer
from matcher.domain.texts import Text

BLANK: Final = Offer(
    offer_id=UUID(int=0),
    version=0,
    status="open",
    donor=Donor("", "", ""),
    lines=(),
    eligibility=Eligibility(),
)
"""An open offer of nothing; with one side filled in, it stands for every offer with that side."""


@dataclass(frozen=True)
class Facet:
    """One side: the fields that make it, what of a need it meets, and the points of the meeting (0 or 1 for a gate)."""

    fields: Callable[[Offer], Mapping[str, Any]]
    asked: Callable[[Need], Hashable]
    points: Callable[[Meeting], int]

    def of(self, offer: Offer) -> tuple[Hashable, ...]:
        """Return the side as a value, equal for all offers that meet needs alike."""
        return tuple(self.fields(offer).values())

    def example(self, offer: Offer) -> Offer:
        """Return an offer with this side and no other."""
        return replace(BLANK, **self.fields(offer))


def _holds(condition: Callable[[Meeting], Verdict]) -> Callable[[Meeting], int]:
    return lambda meeting: int(condition(meeting).holds)


def _languages(offer: Offer) -> Mapping[str, Any]:
    written = {text.language for text in offer.texts}
    return {
        "languages": tuple(sorted(set(offer.languages))),
        "texts": tuple(Text(each, "") for each in sorted(written)),
    }


GATES: Final = {
    "call": Facet(lambda offer: {"call": offer.call}, lambda need: need.historic, _holds(not_open)),
    "applicants": Facet(
        lambda offer: {"applicants": tuple(sorted(set(offer.applicants)))},
        lambda need: need.applicants,
        _holds(applicant_not_eligible),
    ),
    "conditions": Facet(
        lambda offer: {"conditions": tuple(sorted(set(offer.conditions)))},
        lambda need: need.conditions_met,
        _holds(condition_unmet),
    ),
}
"""The sides on which a hard condition turns; the judged need is one that is open."""

LANGUAGES: Final = Facet(
    _languages,
    lambda need: (need.languages, tuple(text.language for text in need.texts)),
    lambda meeting: language(meeting).points,
)
"""The languages in which the donor works and writes."""

FACETS: Final = {**GATES, "languages": LANGUAGES}
"""Every side, under the name of its column."""
