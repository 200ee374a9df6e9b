"""Offers of a simulated world: programmes, calls, standing facilities, seats and help in kind."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from matcher.domain.amounts import MONEY, ONE
from matcher.domain.spans import Span
from matcher.domain.supply import Ceiling, Donor, Line, Offer
from matcher.domain.texts import Text
from shared.vocabulary import load_vocabulary
from tests.support.matching_examples import numbered
from tests.support.simulated_worlds.drawing import Draw
from tests.support.simulated_worlds.places import eligibility
from tests.support.simulated_worlds.shapes import OfferShape, Subject, load_shapes

CURRENCIES: Final = {"USD": 17, "EUR": 14}
LANGUAGES: Final = {"fr": 4, "es": 2, "ru": 1, "ar": 1}
CONDITIONS: Final = {"co_funding": 1, "assessment_first": 2, "local_partner": 2}


def offer(draw: Draw, number: int, opened: date) -> Offer:
    """Draw the offer with this number, opened on this day."""
    shapes = load_shapes()
    shape = shapes.offers[draw.weighed(shapes.offer_weights)]
    subjects = _subjects(draw, shape)
    lines = (_line(draw, number, shape, subjects),)
    languages = ("en", *draw.several(LANGUAGES, draw.below(3)))
    return Offer(
        offer_id=numbered(2, number),
        version=1,
        status="open",
        donor=Donor(f"donor_{number}", f"Donor {number}", draw.weighed(shape.donors)),
        lines=lines,
        eligibility=eligibility(draw),
        texts=_texts(lines[0].categories),
        applicants=shape.applicants,
        languages=languages,
        window=Span(opened, opened + timedelta(days=draw.between(shape.lasting_days))),
        call=Span(opened, opened + timedelta(days=draw.between(shape.call_days))) if shape.call_days else Span(),
        conditions=draw.several(CONDITIONS, 1) if draw.happens(shape.conditions) else (),
        ceiling=_ceiling(shape, lines[0]),
        opened_at=datetime.combine(opened, time(), UTC),
    )


def _subjects(draw: Draw, shape: OfferShape) -> list[Subject]:
    shapes = load_shapes()
    if shape.unit == "seat":
        return [each for each in shapes.subjects if each.unit == "seat"]
    others = {at: weight for at, weight in shapes.subject_weights.items() if shapes.subjects[at].unit != "seat"}
    return [shapes.subjects[at] for at in draw.several(others, draw.between(shape.subjects))]


def _line(draw: Draw, number: int, shape: OfferShape, subjects: Sequence[Subject]) -> Line:
    categories = tuple(dict.fromkeys(subject.category for subject in subjects))
    return Line(
        line_id=numbered(4, number),
        categories=categories,
        modalities=_forms(shape, subjects),
        **_capacity(draw, shape, subjects[0]),
    )


def _forms(shape: OfferShape, subjects: Sequence[Subject]) -> tuple[str, ...]:
    if shape.unit == MONEY:
        return ("finance",)
    return tuple(dict.fromkeys(form for subject in subjects for form in subject.forms))


def _capacity(draw: Draw, shape: OfferShape, first: Subject) -> dict[str, Any]:
    unit = first.unit if shape.unit == "own" else shape.unit
    currency = draw.weighed(CURRENCIES) if unit == MONEY else None
    if shape.pledged is None:
        return {"unit": unit}
    said = draw.happens(shape.amount_said)
    counted: dict[str, Any] = {"unit": unit, "currency": currency}
    if said:
        counted["pledged"] = draw.size(shape.pledged) * ONE
    if shape.grants is not None:
        counted |= {"smallest_share": shape.grants[0] * ONE, "largest_share": shape.grants[1] * ONE}
    return counted


def _ceiling(shape: OfferShape, line: Line) -> Ceiling | None:
    if not shape.ceiling or line.unit is None:
        return None
    return Ceiling(shape.ceiling * ONE, line.unit, line.currency)


def _texts(categories: Sequence[str]) -> tuple[Text, ...]:
    """Write the published titles of what is offered, in English."""
    vocabulary = load_vocabulary()
    return (Text("en", "; ".join(vocabulary.categories[key].titles["en"] for key in categories)),)
