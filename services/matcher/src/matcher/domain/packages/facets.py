"""What a component needs so that the help lasts (BMS7 115), and which of it a line gives.

A facet is read from what a line says, never from what it leaves unsaid: money counts as training or equipment where
the component asks for that form, and as upkeep or law never.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from matcher.domain.context import Context
from matcher.domain.demand import Component
from matcher.domain.forms import met
from matcher.domain.supply import Line, Offer


class Facet(StrEnum):
    """What help consists of, in the order of telling; the last two are the roles of triangular co-operation."""

    EQUIPMENT = "equipment"
    TRAINING = "training"
    UPKEEP = "upkeep"
    LAW = "law"
    FUNDER = "funder"
    PROVIDER = "provider"


MATERIAL: Final = (Facet.EQUIPMENT, Facet.TRAINING, Facet.UPKEEP, Facet.LAW)
"""The facets of help itself; who pays and who delivers follows from the offers' delivery models."""

ROLES: Final = frozenset({Facet.FUNDER, Facet.PROVIDER})
"""A funder and a provider: the recipient, the third of triangular co-operation, is the State that asks (BMS7 103)."""

LEGISLATION: Final = "legislation"

_OF_FORM: Final = {
    "equipment": Facet.EQUIPMENT,
    "infrastructure": Facet.EQUIPMENT,
    "technology_transfer": Facet.EQUIPMENT,
    "training": Facet.TRAINING,
    "fellowship_seat": Facet.TRAINING,
    "personnel": Facet.UPKEEP,
}
_OF_CATEGORY: Final = {
    "stockpile_training": Facet.TRAINING,
    "ammunition_life_cycle": Facet.UPKEEP,
    "stockpile_procedures": Facet.LAW,
    "tracing_procedures": Facet.LAW,
    "deactivation_standards": Facet.LAW,
}
_OF_UNIT: Final = {"vehicle": Facet.UPKEEP, "seat": Facet.TRAINING, "course": Facet.TRAINING, "law": Facet.LAW}


def top_of(category: str, context: Context) -> str:
    """Return the entry at the top of the tree that holds the category; itself where it is not known."""
    if category not in context.vocabulary.categories:
        return category
    return (category, *context.vocabulary.ancestors(category))[-1]


def wanted(component: Component, context: Context) -> frozenset[Facet]:
    """Return what the component needs to last: all four for equipment, or where its form of help is not said."""
    if top_of(component.category, context) == LEGISLATION:
        return frozenset({Facet.LAW})
    asked = _of_forms(component.modalities)
    if Facet.EQUIPMENT in asked or not component.modalities:
        return frozenset(MATERIAL)
    return asked & {Facet.TRAINING}


def given(offer: Offer, component: Component, context: Context) -> frozenset[Facet]:
    """Return what the offer gives to the component, by lines that answer it and by lines of the same subject beside."""
    return frozenset[Facet]().union(*(facets_of(line, component, context) for line in offer.lines))


def facets_of(line: Line, component: Component, context: Context) -> frozenset[Facet]:
    """Return what one line gives to the component: nothing when it is used up or of another subject, but for law."""
    if line.remaining == 0:
        return frozenset()
    tops = {top_of(category, context) for category in line.categories}
    law = frozenset({Facet.LAW}) if LEGISLATION in tops else frozenset[Facet]()
    if top_of(component.category, context) not in tops:
        return law
    bought = met(component, line, context.vocabulary)
    by_category = {_OF_CATEGORY[each] for each in line.categories if each in _OF_CATEGORY}
    by_unit = {_OF_UNIT[line.unit]} if line.unit in _OF_UNIT else set[Facet]()
    return law | _of_forms(line.modalities) | _of_forms(bought) | by_category | by_unit


def _of_forms(forms: Iterable[str]) -> frozenset[Facet]:
    return frozenset(_OF_FORM[form] for form in forms if form in _OF_FORM)
