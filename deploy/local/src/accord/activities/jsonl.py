"""Activities from JSONL: one object a line, in the format of docs/data-format.md."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from accord.activities.found import Bad, Entry, Found
from accord.activities.organisations import organisation_of
from accord.records.categories import offered_categories
from accord.records.places import places_of
from accord.records.record import BadRecord, Record

FIELDS: Final = frozenset(
    {
        "id",
        "source_key",
        "source_name",
        "source_url",
        "source_date",
        "donor",
        "donor_organisation",
        "implementers",
        "recipient_states_iso3",
        "recipient_regions",
        "titles",
        "narratives",
        "categories",
        "amount",
        "currency",
        "amount_kind",
        "status",
        "planned_start",
        "planned_end",
        "actual_start",
        "actual_end",
        "inferred",
        "notes",
    }
)
DEFAULT_SOURCE: Final = "own_records"


def read_lines(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Return what becomes of each line that is not blank."""
    return (_entry(number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _entry(number: int, line: bytes) -> Entry:
    record_id = "?"
    try:
        record = Record.parse(line, FIELDS)
        record_id = record.text("id")
        return Found(number, activity_from(record))
    except BadRecord as error:
        return Bad(number, record_id, error.field, error.expected)


def activity_from(record: Record) -> dict[str, Any]:
    """Return the document to register; BadRecord names the record's field that is wrong."""
    places = places_of(
        "recipient_regions",
        record.texts("recipient_regions"),
        "recipient_states_iso3",
        record.texts("recipient_states_iso3"),
    )
    donor, titles = record.text("donor"), _by_language(record, "titles")
    narratives = _by_language(record, "narratives")
    keys = record.texts("categories")
    categories = offered_categories("categories", keys, " ".join(titles.values())) if keys else []
    return {
        "external_id": record.text("id"),
        "source": _source(record),
        "donor": {
            "name": donor,
            "organisation": record.optional_text("donor_organisation") or organisation_of(donor),
        },
        "implementers": record.texts("implementers"),
        "recipients": [{"state": state} for state in dict.fromkeys(places.states)],
        "regions": [*places.regions, *places.groups],
        "texts": [
            {"language": language, "title": title, "narrative": narratives.get(language, "")}
            for language, title in titles.items()
        ],
        "subjects": [{"category": category, "derived_from": "stated"} for category in categories],
        "amounts": _amounts(record),
        "status": record.text("status"),
        "planned": {"start": record.optional_text("planned_start"), "end": record.optional_text("planned_end")},
        "actual": {"start": record.optional_text("actual_start"), "end": record.optional_text("actual_end")},
        "inferred": record.texts("inferred"),
        "notes": record.optional_text("notes"),
    }


def _source(record: Record) -> dict[str, Any]:
    return {
        "key": record.optional_text("source_key") or DEFAULT_SOURCE,
        "name": record.text("source_name"),
        "url": record.optional_text("source_url"),
        "date": record.optional_text("source_date"),
    }


def _amounts(record: Record) -> list[dict[str, Any]]:
    amount, currency = record.number("amount"), record.optional_text("currency")
    if amount is None:
        return []
    if currency is None:
        raise BadRecord("currency", "expected a currency together with an amount")
    return [{"kind": record.optional_text("amount_kind") or "commitment", "amount": amount, "currency": currency}]


def _by_language(record: Record, name: str) -> dict[str, str]:
    value: Any = record.fields.get(name)
    if value is None and name == "narratives":
        return {}
    if not isinstance(value, dict) or not value:
        raise BadRecord(name, 'expected texts by language, such as {"en": "Marking of weapons"}')
    given: dict[Any, Any] = {**value}
    if not all(isinstance(each, str) for pair in given.items() for each in pair):
        raise BadRecord(name, 'expected texts by language, such as {"en": "Marking of weapons"}')
    return given
