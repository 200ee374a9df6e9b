"""What the need as a whole should say, worth 46 points of the hundred."""

from collections.abc import Callable
from dataclasses import dataclass

from needs.domain.details import NeedDetails
from needs.domain.specificity.phrases import phrases_of
from needs.domain.specificity.substance import longest_narrative

NARRATES = 100
"""A narrative of less substance than this only repeats the title."""

NO_COMPONENTS = "say what is needed: add a component with its category, quantity and form of help"
"""The advice for a need that asks for nothing yet."""

_LASTING = {"equipment", "infrastructure", "technology_transfer"}


@dataclass(frozen=True)
class NeedCriterion:
    """One thing to say of the need, what it is worth, and the words that ask for it."""

    code: str
    points: int
    pointer: str
    is_met: Callable[[NeedDetails], bool]
    say: Callable[[NeedDetails], str]


def _names_a_reachable_contact(details: NeedDetails) -> bool:
    return details.contact is not None and bool(details.contact.email or details.contact.phone)


def _says_how_it_lasts(details: NeedDetails) -> bool:
    return bool(details.sustainability.plan.strip() or details.sustainability.upkeep)


def _considers_gender(details: NeedDetails) -> bool:
    gender = details.gender
    return bool(gender.considerations.strip()) or gender.women is not None or gender.men is not None


def _ask_how_it_lasts(details: NeedDetails) -> str:
    for component in details.components:
        if not component.modalities or set(component.modalities) & _LASTING:
            things = phrases_of(component.category).things
            return f"say who keeps {things} going afterwards: fuel, vehicles, staff, maintenance"
    return "say how the result is kept up after the help ends: staff, refresher courses, a budget line"


def _plainly(phrase: str) -> Callable[[NeedDetails], str]:
    return lambda _details: phrase


NEED_CRITERIA = (
    NeedCriterion(
        "authority",
        10,
        "/authority",
        lambda details: details.authority is not None,
        _plainly("name the implementing authority"),
    ),
    NeedCriterion(
        "narrative",
        8,
        "/texts/0/narrative",
        lambda details: longest_narrative(details) >= NARRATES,
        _plainly("tell how things stand now, what is wanted, and what will be different afterwards"),
    ),
    NeedCriterion(
        "timing",
        8,
        "/window",
        lambda details: details.deadline is not None or details.window.end is not None,
        _plainly("say when the help is wanted: the start and end of a window, or a deadline"),
    ),
    NeedCriterion("sustainability", 6, "/sustainability", _says_how_it_lasts, _ask_how_it_lasts),
    NeedCriterion(
        "contact",
        4,
        "/contact",
        _names_a_reachable_contact,
        _plainly("name a contact with e-mail or telephone, such as the national point of contact"),
    ),
    NeedCriterion(
        "working_languages",
        3,
        "/working_languages",
        lambda details: bool(details.working_languages),
        _plainly("say in which languages the work can be done"),
    ),
    NeedCriterion(
        "received",
        2,
        "/received",
        lambda details: bool(details.received),
        _plainly("say what help in this matter was already received and from whom, or that there was none"),
    ),
    NeedCriterion(
        "target_groups",
        2,
        "/target_groups",
        lambda details: bool(details.target_groups),
        _plainly("say who will use the help: police, armed forces, customs, judiciary, others"),
    ),
    NeedCriterion(
        "plan_or_target",
        2,
        "/serves",
        lambda details: details.serves is not None,
        _plainly("name the national action plan, or the national or regional target, that the need serves"),
    ),
    NeedCriterion(
        "gender",
        1,
        "/gender",
        _considers_gender,
        _plainly("say how women and men are affected and reached, in figures where there are any"),
    ),
)
"""In the order in which donors ask."""
