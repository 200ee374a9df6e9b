"""From a record of an offer to the document that its donor posts."""

from typing import Any

from accord.records.categories import offered_categories
from accord.records.converted import Converted
from accord.records.donors import donor_of, states_behind
from accord.records.kinship import with_kin
from accord.records.places import places_of
from accord.records.provenance import provenance_of, years_of
from accord.records.record import BadRecord, Record
from accord.records.units import unit_of
from accord.records.words import modalities_in

FIELDS = frozenset(
    [
        "id",
        "donor",
        "donor_type",
        "instrument",
        "title",
        "kind",
        "implementer",
        "categories",
        "eligible_regions",
        "eligible_states_iso3",
        "eligible_applicants",
        "amount_original",
        "currency_original",
        "amount_basis",
        "grant_min",
        "grant_max",
        "start_year",
        "end_year",
        "seats",
        "units",
        "unit_cost",
        "conditions",
        "status",
        "source_name",
        "source_url",
        "url_exact",
        "source_language",
        "source_date",
        "inferred",
        "notes",
    ]
)
INFERRED = ["lines.modalities", "delivery_model"]


def offer_from(record: Record, *, historic: bool) -> Converted:
    """Return who posts the offer and its document; BadRecord names the record's field that is wrong."""
    donor = donor_of(record.text("donor"), record.text("donor_type"))
    text = f"{record.text('title')}. {_narrative(record)}"
    said = offered_categories("categories", record.texts("categories"), text)
    categories = with_kin(said) if historic else said
    inferred = INFERRED if categories == said else [*INFERRED, "lines.categories"]
    document = {
        "external_id": record.text("id"),
        "donor": donor,
        "instrument": record.optional_text("instrument"),
        "implementer": record.optional_text("implementer"),
        "kind": record.text("kind"),
        "texts": [
            {"language": "en", "title": record.text("title"), "narrative": _narrative(record, historic=historic)}
        ],
        "lines": _lines(record, {"categories": categories, "modalities": _modalities(record, text)}, historic=historic),
        "eligibility": _eligibility(record, historic=historic),
        "applicants": _applicants(record.optional_text("eligible_applicants")),
        "window": years_of(record, historic=historic),
        "condition_notes": record.optional_text("conditions") or "",
        "delivery_model": "own_delivery",
        "visibility": "public",
        "provenance": _provenance(record, historic=historic, inferred=inferred),
    }
    opens = historic or record.optional_text("status") == "open"
    return Converted(document, {"role": "donor", "organisation": donor["organisation"]}, {} if opens else None)


def _provenance(record: Record, *, historic: bool, inferred: list[str]) -> dict[str, Any]:
    """Return where the offer comes from; the States behind a fund stand in the notes."""
    provenance, behind = (
        provenance_of(record, historic=historic, inferred=inferred),
        states_behind(record.text("donor")),
    )
    told = f"Donors: {behind}." if behind else None
    return provenance | {"notes": " ".join(part for part in (provenance["notes"], told) if part) or None}


def _lines(record: Record, help_given: dict[str, Any], *, historic: bool) -> list[dict[str, Any]]:
    measured = [line for line in (_money(record, historic=historic), _seats(record), _counted(record)) if line]
    return [help_given | line for line in measured] or [help_given]


def _modalities(record: Record, text: str) -> list[str]:
    """Return the forms of help where the record settles them; a passing word must not rule others out."""
    if set(record.texts("categories")) == {"training"} or record.text("kind") == "seats":
        return list(dict.fromkeys([*modalities_in(text), "training"]))
    return []


def _money(record: Record, *, historic: bool) -> dict[str, Any] | None:
    """Return a line of money; the smallest grant of the past is told in words, and bars nobody."""
    amount, currency = record.number("amount_original"), record.optional_text("currency_original")
    smallest, largest = record.number("grant_min"), record.number("grant_max")
    if amount is None and largest is None:
        return None
    if currency is None:
        raise BadRecord("currency_original", "expected a currency together with an amount")
    if amount is not None and largest is not None and largest > amount:
        raise BadRecord("grant_max", "expected no more than amount_original")
    bounds = {"smallest_share": None if historic else smallest, "largest_share": largest}
    given = {name: value for name, value in bounds.items() if value is not None}
    return given | {"unit": "money", "currency": currency, "pledged": amount}


def _seats(record: Record) -> dict[str, Any] | None:
    seats = record.number("seats")
    return None if seats is None else {"unit": "seat", "pledged": seats}


def _counted(record: Record) -> dict[str, Any] | None:
    """Take a counted capacity where its unit is one of the vocabulary; totals of projects and countries are not."""
    measure = record.measure("units")
    unit = unit_of(measure[1]) if measure else None
    if measure is None or unit is None:
        return None
    return {"unit": unit, "pledged": measure[0], "description": f"{measure[0]} {measure[1]}."} | _cost_each(record)


def _cost_each(record: Record) -> dict[str, Any]:
    cost = record.fields.get("unit_cost")
    if cost is None:
        return {}
    try:
        return {"unit_cost": cost["value"], "currency": cost["currency"]}
    except (KeyError, TypeError) as error:
        raise BadRecord("unit_cost", 'expected {"value": number, "currency": text, "per": text} or null') from error


def _eligibility(record: Record, *, historic: bool) -> dict[str, Any]:
    regions, states = record.texts("eligible_regions"), record.texts("eligible_states_iso3")
    places = places_of("eligible_regions", regions, "eligible_states_iso3", states)
    if historic and not (regions or states):
        places.everyone = True
    if not (places.everyone or places.states or places.regions or places.groups):
        raise BadRecord("eligible_regions", "expected at least one State, region or group, or Global")
    return vars(places)


def _applicants(said: str | None) -> list[str]:
    if said is None:
        return []
    if said == "States":
        return ["state"]
    return ["agency", "civil_society"]


def _narrative(record: Record, *, historic: bool = False) -> str:
    told = [record.optional_text("instrument"), record.optional_text("conditions")]
    measure = record.measure("units")
    if measure:
        told.append(f"{measure[0]} {measure[1]}")
    smallest = record.number("grant_min")
    if historic and smallest is not None:
        told.append(f"Smallest grant: {record.optional_text('currency_original') or ''} {smallest:,}")
    return " ".join(f"{part}." for part in told if part)
