"""From an IATI activity to the document of the register; what is of other sectors is not ours."""

from datetime import date
from typing import Any, Final

from accord.activities.iati.elements import Element, attribute, percentage_of, plain_text
from accord.activities.iati.money import amounts_of
from accord.activities.iati.parties import donor_of, implementers_of, source_of
from accord.activities.iati.places import recipients_of, regions_of
from accord.activities.iati.texts import texts_of
from accord.activities.subjects import categories_in, is_about_arms
from accord.records.record import BadRecord

SMALL_ARMS: Final = "15240"
NEIGHBOURS: Final = frozenset({"15210", "15220", "15230", "15250", "15261"})
"""Purpose codes beside it: taken in only where the activity's own words speak of small arms or ammunition."""

DAC_PURPOSES: Final = "1"
STATUSES: Final = {
    "1": "pipeline",
    "2": "implementation",
    "3": "finalisation",
    "4": "closed",
    "5": "cancelled",
    "6": "suspended",
}
DAYS: Final = {"1": ("planned", "start"), "2": ("actual", "start"), "3": ("planned", "end"), "4": ("actual", "end")}


def document_of(activity: Element, root: Element) -> dict[str, Any] | None:
    """Return the document to register, or None for another sector's; BadRecord names the field that is wrong."""
    sectors = _sectors(activity)
    codes = {sector["code"] for sector in sectors}
    if SMALL_ARMS not in codes and not codes & NEIGHBOURS:
        return None
    words = [plain_text(each) for name in ("title", "description") for each in activity.findall(f"{name}/narrative")]
    if SMALL_ARMS not in codes and not is_about_arms(words):
        return None
    return _document(activity, root, sectors, categories_in(words))


def _document(activity: Element, root: Element, sectors: list[dict[str, Any]], categories: list[str]) -> dict[str, Any]:
    inferred = ["subjects"] if categories else []
    identifier = plain_text(activity.find("iati-identifier"))
    if not identifier:
        raise BadRecord("iati-identifier", "expected the activity's identifier")
    return {
        "external_id": identifier,
        "source": source_of(activity),
        "donor": donor_of(activity, inferred),
        "implementers": implementers_of(activity),
        "recipients": recipients_of(activity),
        "regions": regions_of(activity),
        "texts": texts_of(activity, root, inferred),
        "subjects": [{"category": category, "derived_from": "keyword"} for category in categories],
        "sectors": sectors,
        "amounts": amounts_of(activity),
        "status": _status(activity),
        **_windows(activity),
        "inferred": inferred,
    }


def _sectors(activity: Element) -> list[dict[str, Any]]:
    """Return the DAC purpose codes with their percentages, from the activity, else from its transactions; each once."""
    named = activity.findall("sector") or activity.findall("transaction/sector")
    found: dict[str, float | None] = {}
    for each in named:
        code = attribute(each, "code")
        if code is not None and (attribute(each, "vocabulary") or DAC_PURPOSES) == DAC_PURPOSES:
            found.setdefault(code, percentage_of(each, "sector"))
    return [{"code": code} | ({} if share is None else {"percentage": share}) for code, share in found.items()]


def _status(activity: Element) -> str:
    said = activity.find("activity-status")
    code = None if said is None else attribute(said, "code")
    if code not in STATUSES:
        raise BadRecord("activity-status/@code", f"expected one of {', '.join(STATUSES)}, got {code!r}")
    return STATUSES[code]


def _windows(activity: Element) -> dict[str, dict[str, str]]:
    windows: dict[str, dict[str, str]] = {"planned": {}, "actual": {}}
    for each in activity.findall("activity-date"):
        kind = attribute(each, "type") or ""
        if kind in DAYS:
            window, end = DAYS[kind]
            windows[window][end] = _day(attribute(each, "iso-date"), f"activity-date[@type={kind}]/@iso-date")
    return windows


def _day(said: str | None, field: str) -> str:
    try:
        return date.fromisoformat((said or "")[:10]).isoformat()
    except ValueError as error:
        raise BadRecord(field, f"expected a day such as 2024-03-31, got {said!r}") from error
