"""Needs, offers and days as the matcher sees them; they match in every respect unless a test says otherwise."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.pairing import Meeting, Pairing
from matcher.domain.spans import Span
from matcher.domain.supply import Donor, Eligibility, Line, Offer
from matcher.domain.texts import Text
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

TODAY = date(2026, 3, 2)
"""The day of the examples."""


def numbered(kind: int, number: int) -> UUID:
    """Return an identifier that sorts by its number."""
    return UUID(int=(kind << 64) + number)


def context(**changes: Any) -> Context:
    fields: dict[str, Any] = {
        "today": TODAY,
        "geography": load_geography(),
        "vocabulary": load_vocabulary(),
    }
    return Context(**(fields | changes))


def component(number: int = 1, **changes: Any) -> Component:
    fields: dict[str, Any] = {
        "component_id": numbered(3, number),
        "category": "marking",
        "modalities": ("equipment",),
        "quantity": 4_000,
        "unit": "machine",
        "covered": 0,
    }
    return Component(**(fields | changes))


def need(number: int = 1, **changes: Any) -> Need:
    fields: dict[str, Any] = {
        "need_id": numbered(1, number),
        "version": 1,
        "status": "open",
        "states": ("GHA",),
        "texts": (Text("en", "Marking machines", "Mark the weapons of the police"),),
        "components": (component(),),
        "window": Span(date(2026, 4, 1), date(2026, 7, 9)),
        "shortest_useful_days": 30,
        "languages": ("en",),
        "opened_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Need(**(fields | changes))


def line(number: int = 1, **changes: Any) -> Line:
    fields: dict[str, Any] = {
        "line_id": numbered(4, number),
        "categories": ("marking",),
        "modalities": ("equipment",),
        "unit": "machine",
        "pledged": 10_000,
    }
    return Line(**(fields | changes))


def offer(number: int = 1, **changes: Any) -> Offer:
    fields: dict[str, Any] = {
        "offer_id": numbered(2, number),
        "version": 1,
        "status": "open",
        "donor": Donor("ecowas", "ECOWAS", "regional_organisation"),
        "texts": (Text("en", "Marking machines for the police"),),
        "lines": (line(),),
        "eligibility": Eligibility(states=("GHA",)),
        "languages": ("en", "fr"),
        "window": Span(date(2026, 1, 1), date(2026, 12, 31)),
    }
    return Offer(**(fields | changes))


def meeting(a_need: Need | None = None, an_offer: Offer | None = None, **changes: Any) -> Meeting:
    """Return a need beside an offer; `changes` are those of the context."""
    return Meeting(a_need or need(), an_offer or offer(), context(**changes))


def pairing(a_component: Component | None = None, a_line: Line | None = None, *, of: Meeting | None = None) -> Pairing:
    return Pairing(of or meeting(), a_component or component(), a_line or line())
