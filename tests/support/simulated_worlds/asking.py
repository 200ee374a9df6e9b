"""Needs of a simulated world: who asks for what, how much of it, and for how long."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from matcher.domain.amounts import ONE
from matcher.domain.demand import Component, Need
from matcher.domain.spans import Span
from matcher.domain.texts import Text
from shared.vocabulary import load_vocabulary
from tests.support.matching_examples import numbered
from tests.support.simulated_worlds.drawing import Draw
from tests.support.simulated_worlds.places import state_of_a_region
from tests.support.simulated_worlds.shapes import Subject, load_shapes

BEGINS_WITHIN: Final = 120
"""Days within which the help is wanted after the need is posted."""

NARROWER: Final = 400
"""How many in a thousand components name an entry below the category."""


def need(draw: Draw, number: int, opened: date) -> Need:
    """Draw the need with this number, opened on this day."""
    facts = load_shapes().facts["needs"]
    region, state = state_of_a_region(draw)
    components = _components(draw, number)
    languages = draw.several(load_shapes().facts["languages"][region], 1 + draw.happens(facts["second_language"]))
    begins = opened + timedelta(days=draw.below(BEGINS_WITHIN))
    ends = begins + timedelta(days=draw.between(facts["lasting_days"]))
    whose = _whose(draw, region, state)
    return Need(
        need_id=numbered(1, number),
        version=1,
        status="open",
        components=components,
        texts=_texts(languages, components),
        priority=int(draw.weighed(facts["priorities"])),
        deadline=ends if draw.happens(facts["with_deadline"]) else None,
        window=Span(begins, ends),
        shortest_useful_days=draw.between(facts["shortest_useful_days"]),
        languages=languages,
        applicants=("state", "agency") if draw.happens(facts["agency_applies"]) else ("state",),
        conditions_met=tuple(name for name, share in facts["met"].items() if draw.happens(share)),
        visibility="coordinators" if draw.happens(facts["kept_to_coordinators"]) else "donors",
        opened_at=datetime.combine(opened, time(), UTC),
        **whose,
    )


def _whose(draw: Draw, region: str, state: str) -> dict[str, Any]:
    shapes = load_shapes()
    facts = shapes.facts["needs"]
    if draw.happens(facts["of_a_group"]):
        return {"group": draw.weighed(shapes.weights("groups"))}
    if not draw.happens(facts["several_states"]):
        return {"states": (state,)}
    drawn = [state_of_a_region(draw) for _ in range(20)]
    neighbours = [other for near, other in drawn if near == region]
    return {"states": tuple(dict.fromkeys((state, *neighbours[:2])))}


def _components(draw: Draw, number: int) -> tuple[Component, ...]:
    shapes = load_shapes()
    wanted = int(draw.weighed(shapes.facts["needs"]["components"]))
    drawn = draw.several(shapes.subject_weights, wanted)
    return tuple(_component(draw, 10 * number + at, shapes.subjects[place]) for at, place in enumerate(drawn))


def _component(draw: Draw, number: int, subject: Subject) -> Component:
    narrower = bool(subject.narrower) and draw.happens(NARROWER)
    category = draw.any_of(subject.narrower) if narrower else subject.category
    counted: dict[str, Any] = {}
    if subject.unit == "seat" or draw.happens(load_shapes().facts["needs"]["quantity_said"]):
        quantity = draw.size(subject.sizes)
        counted = {"quantity": quantity * ONE, "unit": subject.unit}
        if subject.cost is not None:
            low, high = subject.cost
            each = draw.between((int(low * ONE), int(high * ONE)))
            counted |= {"estimated_cost": quantity * each, "currency": subject.currency}
    return Component(component_id=numbered(3, number), category=category, modalities=subject.forms, **counted)


def _texts(languages: tuple[str, ...], components: tuple[Component, ...]) -> tuple[Text, ...]:
    """Write the published titles of what is asked for, in the languages of the need."""
    titles = [load_vocabulary().categories[component.category].titles for component in components]
    return tuple(Text(each, "; ".join(title[each] for title in titles)) for each in languages)
