"""Needs and offers with a secret in every field that takes words."""

from typing import Any

from tests.support.crawling.markers import marker

Document = dict[str, Any]


def need(record: str, state: str | None, **changes: Any) -> Document:
    """Return a need for four marking machines."""

    def says(field: str) -> str:
        return marker(record, field)

    document: Document = {
        "external_id": says("number"),
        "states": [state] if state else [],
        "texts": [{"language": "en", "title": says("title"), "narrative": says("narrative")}],
        "components": [_component(record)],
        "window": {"start": "2026-06-01", "end": "2027-05-31"},
        "working_languages": ["en"],
        "authority": {"name": says("authority"), "unit": says("authority_unit"), "address": says("address")},
        "contact": _contact(record),
        "received": [{"source": says("received_from"), "what": says("received"), "year": 2024}],
        "sustainability": {"plan": says("upkeep"), "upkeep": ["fuel"]},
        "gender": {"considerations": says("gender"), "women": 3, "men": 4},
        "serves": {"kind": "national_target", "reference": says("target")},
        "source_report": {"year": 2025, "question": says("question")},
        "provenance": _provenance(record),
        "sensitive": {"sites": [says("site")], "stock_figures": says("stock"), "visibility": "coordinators"},
        "visibility": "public",
    }
    return document | changes


def offer(record: str, donor: str, **changes: Any) -> Document:
    """Return an offer of marking machines to everybody."""

    def says(field: str) -> str:
        return marker(record, field)

    document: Document = {
        "external_id": says("number"),
        "donor": {"organisation": donor, "name": f"Donor {donor}", "kind": "state"},
        "instrument": says("instrument"),
        "implementer": says("implementer"),
        "kind": "pledge",
        "texts": [{"language": "en", "title": says("title"), "narrative": says("narrative")}],
        "lines": [_line(record)],
        "eligibility": {"everyone": True},
        "working_languages": ["en"],
        "window": {"start": "2026-04-01", "end": "2028-03-31"},
        "condition_notes": says("condition_notes"),
        "contact": _contact(record),
        "provenance": _provenance(record),
        "visibility": "public",
    }
    return document | changes


def money(record: str) -> list[Document]:
    """Return the lines of an offer to pay for marking machines."""
    return [_line(record) | {"modalities": ["finance"], "unit": "money", "currency": "EUR", "pledged": 9000}]


def activity(record: str, state: str) -> Document:
    """Return a running activity of France in one State."""

    def says(field: str) -> str:
        return marker(record, field)

    return {
        "external_id": says("number"),
        "source": {"key": "iati", "name": says("source"), "url": f"https://example.org/{says('source_url')}"},
        "donor": {"name": says("donor"), "organisation": "fra"},
        "implementers": [says("implementer")],
        "recipients": [{"state": state, "percentage": 100}],
        "texts": [{"language": "en", "title": says("title"), "narrative": says("narrative")}],
        "subjects": [{"category": "marking", "derived_from": "keyword"}],
        "status": "implementation",
        "planned": {"start": "2026-01-01", "end": "2027-06-30"},
        "notes": says("notes"),
    }


def _component(record: str) -> Document:
    return {
        "category": "marking",
        "modalities": ["equipment"],
        "quantity": 4,
        "unit": "machine",
        "description": marker(record, "description"),
        "own_contribution": {"amount": 5, "currency": "USD", "text": marker(record, "contribution")},
    }


def _line(record: str) -> Document:
    return {
        "categories": ["marking"],
        "modalities": ["equipment"],
        "unit": "machine",
        "pledged": 100,
        "description": marker(record, "description"),
    }


def _contact(record: str) -> Document:
    email = f"{marker(record, 'email')}@example.org"
    return {"name": marker(record, "contact"), "email": email, "phone": marker(record, "phone")}


def _provenance(record: str) -> Document:
    url = f"https://example.org/{marker(record, 'source_url')}"
    return {"source_name": marker(record, "source"), "source_url": url, "notes": marker(record, "notes")}
