"""Records in the format of `accord import --historic`, converted, and as the matcher then sees them."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from accord.records import needs, offers
from accord.records.record import Record
from matcher.domain.amounts import thousandths
from matcher.domain.demand import Component, Need
from matcher.domain.spans import Span
from matcher.domain.supply import Donor, Eligibility, Line, Offer
from matcher.domain.texts import Text

_SPACE = UUID(int=8)

NEED: dict[str, Any] = {
    "id": "N-1",
    "recipient_iso3": "MLI",
    "title": "Mark the weapons of the police",
    "activities": "Marking machines and training wanted.",
    "category": "marking",
    "secondary_categories": [],
    "start_year": 2014,
}
OFFER: dict[str, Any] = {
    "id": "O-1",
    "donor": "DEU",
    "donor_type": "state",
    "title": "Small arms control",
    "kind": "provided",
    "categories": ["marking"],
    "eligible_states_iso3": ["MLI"],
    "start_year": 2015,
    "end_year": 2017,
}


def need_document(record: Mapping[str, Any], *, historic: bool = True) -> dict[str, Any]:
    return needs.need_from(Record.parse(json.dumps(record), needs.FIELDS), historic=historic).document


def offer_document(record: Mapping[str, Any], *, historic: bool = True) -> dict[str, Any]:
    return offers.offer_from(Record.parse(json.dumps(record), offers.FIELDS), historic=historic).document


def past_need(**changes: Any) -> Need:
    """Return the need that a record makes; it is the example's unless a field says otherwise."""
    document = need_document(NEED | changes)
    return Need(
        need_id=uuid5(_SPACE, document["external_id"]),
        version=1,
        status="open",
        external_id=document["external_id"],
        states=tuple(document["states"]),
        group=document["group"],
        texts=_texts(document),
        components=tuple(_component(document, place) for place in range(len(document["components"]))),
        window=_window(document),
        applicants=tuple(document["applicants"]),
        visibility=document["visibility"],
        historic=True,
    )


def past_offer(**changes: Any) -> Offer:
    """Return the offer that a record makes; it is the example's unless a field says otherwise."""
    document = offer_document(OFFER | changes)
    given = {name: tuple(value) for name, value in document["eligibility"].items() if name != "everyone"}
    return Offer(
        offer_id=uuid5(_SPACE, document["external_id"]),
        version=1,
        status="open",
        external_id=document["external_id"],
        donor=Donor(**document["donor"]),
        lines=tuple(_line(document, place) for place in range(len(document["lines"]))),
        eligibility=Eligibility(everyone=document["eligibility"]["everyone"], **given),
        texts=_texts(document),
        applicants=tuple(document["applicants"]),
        window=_window(document),
        historic=True,
    )


def _component(document: Mapping[str, Any], place: int) -> Component:
    given = document["components"][place]
    return Component(
        component_id=uuid5(_SPACE, f"{document['external_id']}/{place}"),
        category=given["category"],
        modalities=tuple(given["modalities"]),
        quantity=_whole(given.get("quantity")),
        unit=given.get("unit"),
        estimated_cost=_whole(given.get("estimated_cost")),
        currency=given.get("currency"),
    )


def _line(document: Mapping[str, Any], place: int) -> Line:
    given = document["lines"][place]
    return Line(
        line_id=uuid5(_SPACE, f"{document['external_id']}/{place}"),
        categories=tuple(given["categories"]),
        modalities=tuple(given["modalities"]),
        unit=given.get("unit"),
        currency=given.get("currency"),
        pledged=_whole(given.get("pledged")),
        smallest_share=_whole(given.get("smallest_share")),
        largest_share=_whole(given.get("largest_share")),
    )


def _texts(document: Mapping[str, Any]) -> tuple[Text, ...]:
    return tuple(Text(each["language"], each["title"], each["narrative"]) for each in document["texts"])


def _window(document: Mapping[str, Any]) -> Span:
    days = (document["window"][end] for end in ("start", "end"))
    return Span(*(None if day is None else date.fromisoformat(day) for day in days))


def _whole(amount: float | None) -> int | None:
    return None if amount is None else thousandths(Decimal(str(amount)))
