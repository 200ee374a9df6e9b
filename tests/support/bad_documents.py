"""Documents that a service must refuse, each with the place that its answer must name."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.request_documents import component, line


@dataclass(frozen=True)
class Bad:
    """One mistake in an otherwise good document: what is changed, and the JSON Pointer of what is wrong."""

    pointer: str
    changes: dict[str, Any] = field(default_factory=dict[str, Any])
    left_out: str | None = None


LONG = "x" * 301
VERY_LONG = "x" * 10_001
TEXT = {"language": "en", "title": "A title", "narrative": ""}

ALIKE: dict[str, Bad] = {
    "an unknown field": Bad("/colour", {"colour": "red"}),
    "a field of an unknown name inside a text": Bad("/texts/0/subtitle", {"texts": [TEXT | {"subtitle": "x"}]}),
    "no texts at all": Bad("/texts", left_out="texts"),
    "an empty list of texts": Bad("/texts", {"texts": []}),
    "texts that are no list": Bad("/texts", {"texts": "a title"}),
    "a text without a title": Bad("/texts/0/title", {"texts": [{"language": "en"}]}),
    "a title of spaces": Bad("/texts/0/title", {"texts": [TEXT | {"title": "   "}]}),
    "an overlong title": Bad("/texts/0/title", {"texts": [TEXT | {"title": LONG}]}),
    "an overlong narrative": Bad("/texts/0/narrative", {"texts": [TEXT | {"narrative": VERY_LONG}]}),
    "a control character": Bad("/texts/0/title", {"texts": [TEXT | {"title": "a\u0007bell"}]}),
    "an unknown language": Bad("/texts/0/language", {"texts": [TEXT | {"language": "de"}]}),
    "the same language twice": Bad("/texts/1/language", {"texts": [TEXT, TEXT]}),
    "an unknown working language": Bad("/working_languages/0", {"working_languages": ["klingon"]}),
    "an end before the start": Bad("/window/end", {"window": {"start": "2027-01-02", "end": "2027-01-01"}}),
    "a day that does not exist": Bad("/window/start", {"window": {"start": "2027-02-30"}}),
    "a day that is no day": Bad("/window/start", {"window": {"start": "soon"}}),
    "a day in seconds since 1970": Bad("/window/start", {"window": {"start": 1_798_761_600}}),
    "a day in seconds since 1970, as a text": Bad("/window/start", {"window": {"start": "1798761600"}}),
    "a day with a time": Bad("/window/end", {"window": {"end": "2027-01-01T00:00:00"}}),
    "a flag that is a number": Bad("/provenance/historic_example", {"provenance": {"historic_example": 1}}),
    "a day of another age": Bad("/window/end", {"window": {"end": "9999-12-31"}}),
    "an unknown visibility": Bad("/visibility", {"visibility": "everyone"}),
    "an overlong external id": Bad("/external_id", {"external_id": LONG}),
    "an external id that is a number": Bad("/external_id", {"external_id": 7}),
    "a contact without a name": Bad("/contact/name", {"contact": {"email": "desk@example.org"}}),
    "a contact whose address is none": Bad("/contact/email", {"contact": {"name": "Desk", "email": "not an address"}}),
    "a source that is no web address": Bad("/provenance/source_url", {"provenance": {"source_url": "javascript:x"}}),
    "a kind of applicant that there is not": Bad("/applicants/0", {"applicants": ["king"]}),
}


def _component(name: str, **changes: Any) -> Bad:
    return Bad(f"/components/0/{name}", {"components": [component(**changes)]})


NEEDS: dict[str, Bad] = ALIKE | {
    "an unknown State": Bad("/states/1", {"states": ["BFA", "XXX"]}),
    "a State by its name": Bad("/states/1", {"states": ["BFA", "Kenya"]}),
    "a State twice": Bad("/states/1", {"states": ["BFA", "BFA"]}),
    "an unknown category": _component("category", category="nonsense"),
    "a category left out": _component("category", category=None),
    "an unknown form of help": _component("modalities/0", modalities=["magic"]),
    "an unknown unit": _component("unit", unit="parsec"),
    "an unknown currency": _component("currency", currency="XXX"),
    "a currency in small letters": _component("currency", currency="usd"),
    "a negative quantity": _component("quantity", quantity=-5),
    "a quantity of zero": _component("quantity", quantity=0),
    "an absurd quantity": _component("quantity", quantity=10**30),
    "a quantity too fine": _component("quantity", quantity=0.5),
    "a quantity in words": _component("quantity", quantity="many"),
    "a quantity that is true": _component("quantity", quantity=True),
    "a quantity that is a list": _component("quantity", quantity=[9000]),
    "a quantity without a unit": _component("unit", unit=None),
    "a negative cost": _component("estimated_cost", estimated_cost=-1),
    "a cost of a thousandth": _component("estimated_cost", estimated_cost=0.001),
    "a component that is no object": Bad("/components/0", {"components": ["rifles"]}),
    "a component with an id that Accord did not give": _component("id", id="018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"),
    "too high a priority": Bad("/priority", {"priority": 6}),
    "a priority that is true": Bad("/priority", {"priority": True}),
    "a flag that is a word": Bad("/new_technology", {"new_technology": "yes"}),
    "a priority in words": Bad("/priority", {"priority": "high"}),
    "a stage that there is not": Bad("/life_cycle_stages/0", {"life_cycle_stages": ["afterlife"]}),
    "a target group that there is not": Bad("/target_groups/0", {"target_groups": ["everybody"]}),
    "an overlong site": Bad("/sensitive/sites/0", {"sensitive": {"sites": [LONG]}}),
    "a negative number of women": Bad("/gender/women", {"gender": {"women": -1}}),
}


def _line(name: str, **changes: Any) -> Bad:
    return Bad(f"/lines/0/{name}", {"lines": [line(**changes)], "per_state_ceiling": None})


OFFERS: dict[str, Bad] = ALIKE | {
    "no donor": Bad("/donor", left_out="donor"),
    "a donor of an unknown kind": Bad("/donor/kind", {"donor": {"organisation": "eu", "name": "EU", "kind": "club"}}),
    "a donor without a name": Bad("/donor/name", {"donor": {"organisation": "eu", "name": "", "kind": "state"}}),
    "no lines at all": Bad("/lines", left_out="lines"),
    "an empty list of lines": Bad("/lines", {"lines": [], "per_state_ceiling": None}),
    "an unknown category": _line("categories/0", categories=["nonsense"]),
    "an empty list of categories": _line("categories", categories=[]),
    "an unknown form of help": _line("modalities/0", modalities=["magic"]),
    "an unknown unit": _line("unit", unit="parsec"),
    "an unknown currency": _line("currency", currency="XXX"),
    "a negative pledge": _line("pledged", pledged=-10),
    "a pledge of nothing": _line("pledged", pledged=0),
    "an absurd pledge": _line("pledged", pledged=10**30),
    "half a machine": _line("pledged", pledged=9.5),
    "a pledge in words": _line("pledged", pledged="ten"),
    "a pledge without a unit": _line("unit", unit=None),
    "a smallest share above the largest": _line("smallest_share", smallest_share=5),
    "a largest share above the pledge": _line("largest_share", largest_share=11),
    "a unit cost of nothing": _line("unit_cost", unit_cost=0),
    "a line divisible in words": _line("divisible", divisible="yes"),
    "a line with an id that Accord did not give": _line("id", id="018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"),
    "no eligibility": Bad("/eligibility", left_out="eligibility"),
    "an eligibility of nobody": Bad("/eligibility", {"eligibility": {}}),
    "an unknown State": Bad("/eligibility/states/0", {"eligibility": {"states": ["XXX"]}}),
    "an unknown region": Bad("/eligibility/regions/0", {"eligibility": {"regions": ["atlantis"]}}),
    "a group among the regions": Bad("/eligibility/regions/0", {"eligibility": {"regions": ["ecowas"]}}),
    "an unknown State excluded": Bad(
        "/eligibility/excluded_states/0", {"eligibility": {"everyone": True, "excluded_states": ["XXX"]}}
    ),
    "a State both in and out": Bad(
        "/eligibility/excluded_states/0", {"eligibility": {"states": ["KEN"], "excluded_states": ["KEN"]}}
    ),
    "everyone and a list": Bad("/eligibility/everyone", {"eligibility": {"everyone": True, "states": ["KEN"]}}),
    "an unknown kind of offer": Bad("/kind", {"kind": "gift"}),
    "an unknown condition": Bad("/conditions/0", {"conditions": ["loyalty"]}),
    "an unknown delivery model": Bad("/delivery_model", {"delivery_model": "by pigeon"}),
    "a call that ends before it starts": Bad("/call/end", {"call": {"start": "2027-01-02", "end": "2027-01-01"}}),
    "a ceiling in a unit of no line": Bad(
        "/per_state_ceiling/unit", {"per_state_ceiling": {"amount": 4, "unit": "dog"}}
    ),
    "a negative ceiling": Bad("/per_state_ceiling/amount", {"per_state_ceiling": {"amount": -4, "unit": "machine"}}),
}

BY_SERVICE = {"needs": NEEDS, "offers": OFFERS}
