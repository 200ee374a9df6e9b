"""Where an IATI activity runs: countries by ISO code, regions by the codes of the OECD DAC."""

from typing import Any, Final

from accord.activities.iati.elements import Element, attribute, percentage_of
from accord.records.record import BadRecord
from shared.geography import load_geography

DAC_REGIONS: Final = {
    "89": "europe",
    "189": "northern_africa",
    "289": "sub_saharan_africa",
    "298": "africa",
    "489": "south_america",
    "498": "americas",
    "619": "central_asia",
    "679": "southern_asia",
    "798": "asia",
    "889": "oceania",
    "1027": "eastern_africa",
    "1028": "middle_africa",
    "1029": "southern_africa",
    "1030": "western_africa",
    "1031": "caribbean",
    "1032": "central_america",
    "1033": "melanesia",
    "1034": "micronesia",
    "1035": "polynesia",
}
"""Regions of the DAC that a region of the gazetteer stands for; the others (such as 998, unspecified) name no place."""

DAC: Final = "1"
KOSOVO: Final = {"XK": "XKX"}


def recipients_of(activity: Element) -> list[dict[str, Any]]:
    """Return the States with their percentages, from the activity, else from its transactions; each once."""
    named = activity.findall("recipient-country") or activity.findall("transaction/recipient-country")
    found: dict[str, float | None] = {}
    for each in named:
        code = (attribute(each, "code") or "").upper()
        state = load_geography().find_state(KOSOVO.get(code, code)) if code else None
        if state is None:
            raise BadRecord("recipient-country/@code", f"expected ISO 3166 alpha-2, got {code!r}")
        found.setdefault(state, percentage_of(each, "recipient-country"))
    return [
        {"state": state} | ({} if percentage is None else {"percentage": percentage})
        for state, percentage in found.items()
    ]


def regions_of(activity: Element) -> list[str]:
    """Return the keys of the regions named, in their order; codes that name no region of the gazetteer are left out."""
    named = activity.findall("recipient-region") or activity.findall("transaction/recipient-region")
    codes = [attribute(each, "code") or "" for each in named if (attribute(each, "vocabulary") or DAC) == DAC]
    return list(dict.fromkeys(DAC_REGIONS[code] for code in codes if code in DAC_REGIONS))
