"""What each component should say, worth 54 points of the hundred: how much, in which form, which work, at what cost."""

from collections.abc import Callable
from dataclasses import dataclass

from needs.domain.component import ComponentDetails
from needs.domain.details import NeedDetails
from needs.domain.specificity.phrases import CategoryPhrases, phrases_of
from needs.domain.specificity.substance import longest_narrative, substance
from needs.domain.specificity.units import counted

DESCRIBES = 60
"""A description of less substance than this only repeats the category."""

NARRATES_THE_WORK = 200
"""A narrative of this substance describes the work of a need that has one component."""

_TAUGHT = {"training", "fellowship_seat"}


@dataclass(frozen=True)
class ComponentCriterion:
    """One thing to say of a component, what it is worth, and the words that ask for it."""

    code: str
    points: int
    field: str
    is_met: Callable[[NeedDetails, ComponentDetails], bool]
    say: Callable[[ComponentDetails], str]


def _says_how_much(_details: NeedDetails, component: ComponentDetails) -> bool:
    return component.quantity is not None


def _says_in_which_form(_details: NeedDetails, component: ComponentDetails) -> bool:
    return bool(component.modalities)


def _says_which_work(details: NeedDetails, component: ComponentDetails) -> bool:
    if substance(component.description) >= DESCRIBES:
        return True
    return len(details.components) == 1 and longest_narrative(details) >= NARRATES_THE_WORK


def _says_at_what_cost(_details: NeedDetails, component: ComponentDetails) -> bool:
    return component.estimated_cost is not None


def _ask_how_much(component: ComponentDetails) -> str:
    words = phrases_of(component.category)
    if component.modalities and set(component.modalities) <= _TAUGHT:
        return f"say how many people are to be trained in {words.subject}"
    return words.how_many


def _ask_which_form(component: ComponentDetails) -> str:
    words = phrases_of(component.category)
    return f"say which form of help {words.subject} needs: {words.forms}"


def _ask_which_work(component: ComponentDetails) -> str:
    return f"describe the work: {_words(component).work}"


def _ask_at_what_cost(component: ComponentDetails) -> str:
    if component.quantity is None or component.unit is None:
        return f"estimate what the help with {_words(component).subject} would cost, and in which currency"
    return f"estimate what {counted(component.quantity, component.unit)} would cost, and in which currency"


def _words(component: ComponentDetails) -> CategoryPhrases:
    return phrases_of(component.category)


COMPONENT_CRITERIA = (
    ComponentCriterion("quantity", 20, "quantity", _says_how_much, _ask_how_much),
    ComponentCriterion("form_of_help", 12, "modalities", _says_in_which_form, _ask_which_form),
    ComponentCriterion("cost", 12, "estimated_cost", _says_at_what_cost, _ask_at_what_cost),
    ComponentCriterion("work", 10, "description", _says_which_work, _ask_which_work),
)
"""In the order in which donors ask."""
