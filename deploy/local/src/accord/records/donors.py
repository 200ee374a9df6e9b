"""Donors as records name them: a key for tokens, a name for people, a kind."""

import re

from accord.records.record import BadRecord
from shared.geography import load_geography

KINDS = {
    "state": "state",
    "regional_organisation": "regional_organisation",
    "multi_donor_fund": "multi_donor_fund",
    "un": "international_organisation",
    "international_organisation": "international_organisation",
    "other": "international_organisation",
    "civil_society": "civil_society",
    "ngo": "civil_society",
    "industry": "industry",
}
NAMES = {"EU": "European Union"}
LONGEST_KEY = 60
SEVERAL = re.compile(r"\s*\(([A-Z]{3}(?:[ ,]+[A-Z]{3})+)\)")
"""The States behind a fund, as codes in brackets: too many for a name, and told in the notes instead."""


def donor_of(name: str, kind: str) -> dict[str, str]:
    """Return the donor's document; BadRecord for an unknown kind."""
    if kind not in KINDS:
        raise BadRecord("donor_type", f"expected one of {', '.join(sorted(KINDS))}, got {kind!r}")
    return {"organisation": organisation_key(name), "name": _spelled_out(SEVERAL.sub("", name)), "kind": KINDS[kind]}


def states_behind(name: str) -> str | None:
    """Return the English names of the States that a fund's name lists in brackets; None where it lists none."""
    listed = SEVERAL.search(name)
    if listed is None:
        return None
    return ", ".join(_spelled_out(code) for code in re.split(r"[ ,]+", listed.group(1)))


def organisation_key(name: str) -> str:
    """Return a stable key: lower-case words joined by underscores, without what stands in brackets."""
    plain = re.sub(r"\([^)]*\)", " ", name).lower()
    return "_".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_KEY].rstrip("_")


def _spelled_out(name: str) -> str:
    """Write State codes as the States' English names."""
    states = load_geography().states

    def spelled(match: re.Match[str]) -> str:
        code = match.group()
        return states[code].names["en"] if code in states else NAMES.get(code, code)

    return re.sub(r"\b[A-Z]{2,3}\b", spelled, name)
