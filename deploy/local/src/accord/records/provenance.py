"""Where a record comes from, so that nobody takes an example for a live request."""

from datetime import date
from typing import Any

from accord.records.record import BadRecord, Record


def provenance_of(record: Record, *, historic: bool, inferred: list[str]) -> dict[str, Any]:
    """Return the provenance; what the conversion inferred is added to what the record says was."""
    source_date = record.optional_text("source_date")
    return {
        "historic_example": historic,
        "source_name": record.optional_text("source_name"),
        "source_url": record.optional_text("source_url"),
        "source_date": _day(source_date),
        "inferred": list(dict.fromkeys([*record.texts("inferred"), *inferred])),
        "notes": _notes(record),
    }


def years_of(record: Record, *, historic: bool) -> dict[str, str | None]:
    """Return the window from first to last year; the end of a historic example is set aside, and bars nothing."""
    start, end = record.year("start_year"), record.year("end_year")
    if start is not None and end is not None and end < start:
        raise BadRecord("end_year", f"expected a year not before {start}")
    return {
        "start": None if start is None else f"{start}-01-01",
        "end": None if end is None or historic else f"{end}-12-31",
    }


def _notes(record: Record) -> str | None:
    start, end = record.year("start_year"), record.year("end_year")
    then = f"Years in the source: {start or '?'} to {end or '?'}." if start or end else None
    status = f"Status in the source: {record.text('status')}." if record.optional_text("status") else None
    return " ".join(part for part in (record.optional_text("notes"), then, status) if part) or None


def _day(text: str | None) -> str | None:
    """Return a full date, completing a year or a month with its first day; BadRecord for anything else."""
    if text is None:
        return None
    complete = text + "-01" * (2 - text.count("-"))
    try:
        return date.fromisoformat(complete).isoformat()
    except ValueError as error:
        raise BadRecord("source_date", f"expected a date such as 2011-05-04, got {text!r}") from error
