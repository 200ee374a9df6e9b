"""Reads the gazetteer's files: states.csv, three lists of areas, and the members of each."""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import NotRequired, TypedDict

from shared.geography.areas import Area, AreaKind, Membership
from shared.geography.states import Standing, StateRecord
from shared.vocabulary.languages import LANGUAGES

AREA_FILES = ("regions", "groups", "development_groups")
MEMBER_FILES = ("region_members", "group_members", "development_group_members")


class AreaRow(TypedDict):
    """An area as its file holds it; dates are ISO 8601."""

    key: str
    kind: str
    titles: dict[str, str]
    spellings: NotRequired[list[str]]
    composed_of: NotRequired[list[str]]
    source: str
    as_of: str
    verified: bool
    known_from: NotRequired[str]
    note: NotRequired[str]


def read_states() -> list[StateRecord]:
    """Return the States and territories in the order of the file, which gives them their bits."""
    notes: Mapping[str, dict[str, str]] = json.loads(_text("state_notes.json"))
    return [_state(row, notes.get(row["iso3"], {})) for row in _rows("states.csv")]


def read_areas() -> list[Area]:
    """Return all areas in the order of the files: regions, groups, groups by development."""
    rows: list[AreaRow] = [row for name in AREA_FILES for row in json.loads(_text(f"{name}.json"))]
    return [_area(row) for row in rows]


def read_memberships() -> list[Membership]:
    """Return every membership; an empty date is None."""
    return [_membership(row) for name in MEMBER_FILES for row in _rows(f"{name}.csv")]


def _text(name: str) -> str:
    return (files("shared.geography") / "data" / name).read_text("utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(name).splitlines())


def _state(row: dict[str, str], note: dict[str, str]) -> StateRecord:
    return StateRecord(
        iso3=row["iso3"],
        iso2=row["iso2"] or None,
        m49=row["m49"] or None,
        standing=Standing(row["standing"]),
        un_member_since=int(row["un_member_since"]) if row["un_member_since"] else None,
        names=MappingProxyType({language: row[f"name_{language}"] for language in LANGUAGES}),
        spellings=tuple(row["spellings"].split(";")) if row["spellings"] else (),
        note=MappingProxyType(note),
    )


def _area(row: AreaRow) -> Area:
    return Area(
        key=row["key"],
        kind=AreaKind(row["kind"]),
        titles=MappingProxyType(row["titles"]),
        spellings=tuple(row.get("spellings", ())),
        composed_of=tuple(row.get("composed_of", ())),
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
        verified=row["verified"],
        known_from=_date(row.get("known_from", "")),
        note=row.get("note", ""),
    )


def _membership(row: dict[str, str]) -> Membership:
    return Membership(
        area=row["area"],
        state=row["state"],
        since=_date(row["since"]),
        until=_date(row["until"]),
        verified={"yes": True, "no": False}[row["verified"]],
        note=row["note"],
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
