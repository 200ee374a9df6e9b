"""What a coordinator has to have looked at before it endorses a match: flags, never blocks, worked out from facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from matcher.domain.demand import Need
from matcher.domain.evidence.item import Evidence
from matcher.domain.facts import Fact, Facts, iso
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.review import ReviewFlag
from matcher.domain.packages.facets import MATERIAL, Facet, given, wanted
from matcher.domain.proposals.promised import Present
from shared.geography import ArmsMeasure

ACTIVE: Final[frozenset[Status]] = frozenset({"endorsed", "reserved", "confirmed", "in_delivery"})
"""The stages in which a match is under way; what was only proposed duplicates nothing yet."""

_NO_DUPLICATION: Final = "BMS7 113"
_NOT_ALONE: Final = "BMS7 115"


@dataclass(frozen=True)
class OtherMatch:
    """Another match, as far as it may give the same help to the same State."""

    match_id: UUID
    status: Status
    states: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True)
class ReviewMaterial:
    """What a reviewer should know besides the two records: evidence of duplication, and matches of the same States.

    Neither the match itself nor the members of its package are among `others`.
    """

    similar_needs: Sequence[Evidence]
    running_activities: Sequence[Evidence]
    others: Sequence[OtherMatch]


@dataclass(frozen=True)
class UnderReview:
    """A match's need and offers as they are today, and its lines together with those of its package."""

    need: Need
    states: tuple[str, ...]
    lines: Sequence[MatchLine]
    present: Present


def flags_of(review: UnderReview, material: ReviewMaterial, measures: Sequence[ArmsMeasure]) -> tuple[ReviewFlag, ...]:
    """Return the flags of a match, in a fixed order; a historic example has none."""
    if review.need.historic:
        return ()
    return (
        *_embargo_regimes(review, measures),
        *_missing_authority(review),
        *_equipment_only(review),
        *_counted("running_activities", len(material.running_activities)),
        *_counted("similar_needs", len(material.similar_needs)),
        *_active_matches(review, material.others),
    )


def _embargo_regimes(review: UnderReview, measures: Sequence[ArmsMeasure]) -> Iterator[ReviewFlag]:
    for measure in measures:
        concerned = sorted(set(measure.states) & set(review.states))
        force = measure.force_on(review.present.context.today)
        if concerned and force is not None:
            facts: dict[str, Fact] = {
                "regime": measure.regime,
                "states": concerned,
                "until": iso(measure.until),
                "resolution": measure.resolution,
                "scope": measure.scope,
                "as_of": measure.as_of,
                "verified": measure.verified,
                "source": measure.source,
            }
            yield ReviewFlag("embargo_regime", "", f"match.flag.embargo_regime.{_told(measure, force)}", facts)


def _told(measure: ArmsMeasure, force: str) -> str:
    return f"{force}_until" if measure.until is not None else force


def _missing_authority(review: UnderReview) -> Iterator[ReviewFlag]:
    if not review.need.has_authority:
        yield ReviewFlag("missing_authority", "", "match.flag.missing_authority", {"states": list(review.states)})


def _equipment_only(review: UnderReview) -> Iterator[ReviewFlag]:
    context, offers = review.present.context, review.present.offers
    for component in review.need.components:
        answering = {line.offer_id for line in review.lines if line.component_id == component.component_id}
        got = {
            facet for each in sorted(answering) if each in offers for facet in given(offers[each], component, context)
        }
        here = got | ({Facet.UPKEEP} if review.need.has_upkeep_plan else set[Facet]())
        missing = [facet for facet in MATERIAL if facet in wanted(component, context) and facet not in here]
        if Facet.EQUIPMENT in got and missing:
            facts: dict[str, Fact] = {
                "category": component.category,
                "missing": [f"package.facet.{facet}" for facet in missing],
                "paragraph": _NOT_ALONE,
            }
            yield ReviewFlag("equipment_only", _NOT_ALONE, "package.flag.equipment_alone", facts)


def _active_matches(review: UnderReview, others: Sequence[OtherMatch]) -> Iterator[ReviewFlag]:
    mine, states = {line.category for line in review.lines}, set(review.states)
    same = [
        each
        for each in others
        if each.status in ACTIVE and states.intersection(each.states) and mine.intersection(each.categories)
    ]
    yield from _counted("active_matches", len(same))


def _counted(code: str, count: int) -> Iterator[ReviewFlag]:
    if count:
        facts: Facts = {"count": count, "paragraph": _NO_DUPLICATION}
        yield ReviewFlag(code, _NO_DUPLICATION, f"match.flag.{code}", facts)
