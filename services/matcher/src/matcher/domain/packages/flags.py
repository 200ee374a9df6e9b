"""What a reviewer should look at in a package before it is proposed: flags with their paragraph, never blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.facts import Fact, Facts
from matcher.domain.packages.facets import Facet, facets_of
from matcher.domain.packages.package import Package
from matcher.domain.packages.ways import DELIVERS, FUNDS
from matcher.domain.supply import Line, Offer

ITI: Final = frozenset({"marking", "record_keeping", "tracing"})
"""What the International Tracing Instrument is about: the entries under which training has its content (BMS7 111)."""


@dataclass(frozen=True)
class Flag:
    """Something to look at: a stable code, the paragraph it comes from, and what makes the sentence."""

    code: str
    paragraph: str
    message_key: str
    facts: Facts


def flags_of(package: Package, need: Need, context: Context) -> tuple[Flag, ...]:
    """Return the flags of a package, in a fixed order."""
    return (
        *_equipment_alone(package, need),
        *_training_without_iti(package, need, context),
        *_half_of_a_path(package),
        *_incomplete(package, need),
    )


def _equipment_alone(package: Package, need: Need) -> Iterator[Flag]:
    categories = {each.component_id: each.category for each in need.components}
    for covered in package.covered:
        if Facet.EQUIPMENT in covered.facets and covered.missing:
            facts: dict[str, Fact] = {
                "category": categories[covered.component_id],
                "missing": [f"package.facet.{facet}" for facet in covered.missing],
                "paragraph": "BMS7 115",
            }
            yield _flag("equipment_alone", "BMS7 115", facts)


def _training_without_iti(package: Package, need: Need, context: Context) -> Iterator[Flag]:
    called_for = {each.category for each in need.components if _is_of_iti(each.category, context)}
    lines = [line for part in package.parts for line in _training_lines(part.offer, need, context)]
    has_it = any(_is_of_iti(category, context) for line in lines for category in line.categories)
    if called_for and lines and not has_it:
        facts: dict[str, Fact] = {"categories": sorted(called_for), "paragraph": "BMS7 111"}
        yield _flag("training_without_iti", "BMS7 111", facts)


def _half_of_a_path(package: Package) -> Iterator[Flag]:
    for part in sorted(package.parts, key=lambda each: each.offer.offer_id):
        facts: dict[str, Fact] = {"donor": part.offer.donor.name, "paragraph": "BMS7 103"}
        if part.offer.delivery_model == FUNDS and Facet.FUNDER not in part.roles:
            yield _flag("provider_missing", "BMS7 103", facts)
        if part.offer.delivery_model == DELIVERS and Facet.PROVIDER not in part.roles:
            yield _flag("funder_missing", "BMS7 103", facts)


def _incomplete(package: Package, need: Need) -> Iterator[Flag]:
    unanswered = {each.component_id for each in package.covered if not each.share}
    if need.all_or_nothing and unanswered:
        missing = sorted({each.category for each in need.components if each.component_id in unanswered})
        yield _flag("all_or_nothing", "", {"categories": missing, "paragraph": ""})


def _training_lines(offer: Offer, need: Need, context: Context) -> Iterator[Line]:
    for line in offer.lines:
        if any(Facet.TRAINING in facets_of(line, component, context) for component in need.components):
            yield line


def _is_of_iti(category: str, context: Context) -> bool:
    return category in context.vocabulary.categories and bool({category, *context.vocabulary.ancestors(category)} & ITI)


def _flag(code: str, paragraph: str, facts: Facts) -> Flag:
    return Flag(code, paragraph, f"package.flag.{code}", facts)
