"""Needs and offers as their authors send them over HTTP: complete where a test says nothing else."""

from typing import Any

Document = dict[str, Any]


def component(**changes: Any) -> Document:
    """Return 9,000 rifles to mark."""
    marking: Document = {
        "category": "marking",
        "modalities": ["equipment"],
        "quantity": 9000,
        "unit": "weapon",
        "description": "Rifles of the national police.",
        "estimated_cost": 150_000.5,
        "currency": "USD",
    }
    return marking | changes


def need(**changes: Any) -> Document:
    """Return a need of Burkina Faso with a contact, a site and a stock figure."""
    document: Document = {
        "external_id": "N-1",
        "states": ["BFA"],
        "texts": [
            {"language": "fr", "title": "Marquage de 9 000 fusils", "narrative": "Fusils de la police nationale."}
        ],
        "components": [component()],
        "priority": 4,
        "window": {"start": "2026-06-01", "end": "2027-05-31"},
        "working_languages": ["fr"],
        "authority": {"name": "Commission nationale"},
        "contact": {"name": "Awa Exemple", "email": "awa@example.org", "is_national_point_of_contact": True},
        "sensitive": {"sites": ["Camp Secret"], "stock_figures": "48 211 armes"},
        "visibility": "public",
    }
    return document | changes


def line(**changes: Any) -> Document:
    """Return ten marking machines, given by up to four."""
    machines: Document = {
        "categories": ["marking"],
        "modalities": ["equipment"],
        "unit": "machine",
        "currency": "EUR",
        "pledged": 10,
        "smallest_share": 1,
        "largest_share": 4,
        "unit_cost": 61_000.5,
    }
    return machines | changes


def offer(**changes: Any) -> Document:
    """Return an offer of the donor `eu` to African States, with a contact."""
    document: Document = {
        "external_id": "O-1",
        "donor": {"organisation": "eu", "name": "European Union", "kind": "regional_organisation"},
        "kind": "call",
        "texts": [{"language": "en", "title": "Marking machines", "narrative": "Two rounds a year."}],
        "lines": [line()],
        "eligibility": {"regions": ["africa"], "excluded_states": ["ZAF"]},
        "working_languages": ["en", "fr"],
        "window": {"start": "2026-04-01", "end": "2028-03-31"},
        "call": {"start": "2026-02-01", "end": "2026-06-30"},
        "conditions": ["assessment_first"],
        "per_state_ceiling": {"amount": 4, "unit": "machine"},
        "visibility": "public",
        "contact": {"name": "Desk Example", "email": "desk@example.org", "phone": "+32 2 000 00 00"},
    }
    return document | changes
