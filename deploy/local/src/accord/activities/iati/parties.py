"""Who pays for an IATI activity, who carries it out, and who says so."""

from typing import Any, Final

from accord.activities.iati.elements import Element, attribute, plain_text
from accord.activities.organisations import organisation_of
from accord.records.record import BadRecord

FUNDING, EXTENDING, IMPLEMENTING = "1", "3", "4"
SOURCE_KEY: Final = "iati"
LONGEST: Final = 300


def donor_of(activity: Element, inferred: list[str]) -> dict[str, Any]:
    """Return the first funding organisation, else the extending one, else the one that reports, marked as inferred."""
    names = [*_names(activity, FUNDING), *_names(activity, EXTENDING)]
    if not _names(activity, FUNDING):
        inferred.append("donor")
    name = next(iter(names), None) or _reporter(activity)
    return {"name": name, "organisation": organisation_of(name)}


def implementers_of(activity: Element) -> list[str]:
    """Return the implementing organisations, each once."""
    return _names(activity, IMPLEMENTING)


def source_of(activity: Element) -> dict[str, Any]:
    """Return who reports the activity, and when it was last updated where that is said."""
    updated = attribute(activity, "last-updated-datetime")
    day = {"date": updated[:10]} if updated else {}
    return {"key": SOURCE_KEY, "name": _reporter(activity)} | day


def _reporter(activity: Element) -> str:
    reporter = activity.find("reporting-org")
    name = "" if reporter is None else _name(reporter) or (attribute(reporter, "ref") or "")
    if not name:
        raise BadRecord("reporting-org", "expected the organisation that reports")
    return name


def _names(activity: Element, role: str) -> list[str]:
    named = (each for each in activity.findall("participating-org") if attribute(each, "role") == role)
    return list(dict.fromkeys(name for each in named if (name := _name(each))))


def _name(organisation: Element) -> str:
    return plain_text(organisation.find("narrative"))[:LONGEST]
