"""From a record of a need to the document that its State, or its regional organisation, posts."""

from typing import Any

from accord.records.categories import GENERAL, OF_OFFICIALS, TRAINING, asked_categories
from accord.records.converted import Converted
from accord.records.places import area_key, state_code, without_territories
from accord.records.provenance import provenance_of, years_of
from accord.records.record import BadRecord, Record
from accord.records.units import is_asked_for, unit_of
from accord.records.words import modalities_in

FIELDS = frozenset(
    [
        "id",
        "recipient_iso3",
        "also_recipients",
        "recipient_group",
        "title",
        "category",
        "secondary_categories",
        "activities",
        "budget_usd",
        "amount_original",
        "currency_original",
        "amount_basis",
        "quantity",
        "unit",
        "quantity_note",
        "start_year",
        "end_year",
        "evidence_tier",
        "evidence_type",
        "status",
        "parent_request",
        "source_name",
        "source_url",
        "url_exact",
        "source_language",
        "source_date",
        "inferred",
        "notes",
    ]
)
STILL_OPEN = frozenset({"open", "open_at_time", "unfunded_at_time", "partly_met", "partly_funded"})
INFERRED = ["components.modalities", "applicants"]


def need_from(record: Record, *, historic: bool) -> Converted:
    """Return who posts the need and its document; BadRecord names the record's field that is wrong."""
    states, group = _asking(record, historic=historic)
    text = f"{record.text('title')}. {record.text('activities')}"
    components = _components(record, text, historic=historic)
    document = {
        "external_id": record.text("id"),
        "states": states,
        "group": group,
        "texts": [{"language": "en", "title": record.text("title"), "narrative": _narrative(record, components)}],
        "components": components,
        "window": years_of(record, historic=historic),
        "applicants": ["state", "agency"],
        "received": _received(record),
        "visibility": "public",
        "provenance": provenance_of(record, historic=historic, inferred=INFERRED)
        | {"evidence_tier": record.optional_text("evidence_tier")},
    }
    poster = {"role": "coordinator", "regions": group} if group else {"role": "recipient", "state": states[0]}
    opens = historic or record.optional_text("status") in STILL_OPEN
    return Converted(document, poster, {"consent": True, "insist": True} if opens else None)


def _asking(record: Record, *, historic: bool) -> tuple[list[str], str | None]:
    lead, named = record.optional_text("recipient_iso3"), record.texts("also_recipients")
    others = [state_code("also_recipients", code) for code in (without_territories(named) if historic else named)]
    if lead is not None:
        return list(dict.fromkeys([state_code("recipient_iso3", lead), *others])), None
    group = record.optional_text("recipient_group")
    if group is None:
        raise BadRecord("recipient_iso3", "expected a State, or a recipient_group")
    return others, area_key("recipient_group", group)


def _components(record: Record, text: str, *, historic: bool) -> list[dict[str, Any]]:
    category = record.text("category")
    keys = [category, *record.texts("secondary_categories")]
    modalities = modalities_in(text)
    if TRAINING in keys and TRAINING not in modalities:
        modalities.append(TRAINING)
    components: list[dict[str, Any]] = [
        {"category": key, "modalities": modalities} for key in asked_categories("category", keys, text)
    ]
    components[0] |= _quantity(record, historic=historic)
    if len(components) == 1:
        components[0] |= _cost(record)
    if historic and category == TRAINING:
        components += _training_as_such(components)
    return components


def _training_as_such(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a course for officials answers that names no subject, where none of the components does."""
    if any(component["category"] == GENERAL for component in components):
        return []
    return [{"category": OF_OFFICIALS, "modalities": components[0]["modalities"]}]


def _quantity(record: Record, *, historic: bool) -> dict[str, Any]:
    quantity, spelling = record.number("quantity"), record.optional_text("unit")
    if (quantity is None) != (spelling is None) and not historic:
        raise BadRecord("unit", "expected a unit together with a quantity, or neither")
    if quantity is None or not is_asked_for(spelling or ""):
        return {}
    if quantity <= 0:
        raise BadRecord("quantity", "expected a number greater than 0")
    return _counted(quantity, spelling or "", historic=historic)


def _counted(quantity: float, spelling: str, *, historic: bool) -> dict[str, Any]:
    """Return quantity and unit; what a past record counts in another unit is told in its words."""
    told, unit = {"description": f"{quantity} {spelling}".rstrip() + "."}, unit_of(spelling)
    if unit is None and not historic:
        raise BadRecord("unit", f"expected a unit of docs/data-format.md, got {spelling!r}")
    return told if unit is None else {"quantity": quantity, "unit": unit} | told


def _cost(record: Record) -> dict[str, Any]:
    amount, currency = record.number("amount_original"), record.optional_text("currency_original")
    if amount is None or currency is None or _is_of_the_whole(record):
        return {}
    return {"estimated_cost": amount, "currency": currency}


def _is_of_the_whole(record: Record) -> bool:
    """Components of one programme may repeat the whole programme's amount, which is not theirs."""
    return record.optional_text("parent_request") is not None or "," in (record.optional_text("amount_basis") or "")


def _received(record: Record) -> list[dict[str, Any]]:
    quantity, spelling = record.number("quantity"), record.optional_text("unit")
    if quantity is None or spelling is None or is_asked_for(spelling):
        return []
    return [{"source": "as the source says", "what": f"{quantity} {spelling}"}]


def _narrative(record: Record, components: list[dict[str, Any]]) -> str:
    amount, currency = record.number("amount_original"), record.optional_text("currency_original")
    told = [record.text("activities")]
    if amount is not None and "estimated_cost" not in components[0]:
        basis = record.optional_text("amount_basis") or "basis not said"
        told.append(f"Amount in the source: {currency} {amount:,} ({basis}).")
    if record.optional_text("quantity_note"):
        told.append(f"{record.text('quantity_note')}.")
    return " ".join(told)
