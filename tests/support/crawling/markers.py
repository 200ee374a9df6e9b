"""Secrets that can be told apart wherever they turn up: each names its record and its field."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

_MARKER: Final = re.compile(r"sek\.([A-Za-z_]+)\.([a-z_]+)")
_IDENTIFIER: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ID: Final = "id"
"""The field under which a record's identifier counts as found."""

SUBJECT: Final = "subject"
"""The field under which a person's name counts as found: the subject of its token."""


class Secret(NamedTuple):
    """What was written into one field of one record."""

    record: str
    field: str


def marker(record: str, field: str) -> str:
    """Return the text that stands in a field of a record and nowhere else."""
    return f"sek.{record}.{field}"


def secrets_in(text: str, identifiers: Mapping[str, str], asked: str = "") -> Iterator[Secret]:
    """Yield what a text gives away: markers and identifiers of records, without those in the address that was asked."""
    told = set(_MARKER.findall(asked))
    for found in set(_MARKER.findall(text)) - told:
        yield Secret(*found)
    for identifier in set(_IDENTIFIER.findall(text)):
        if identifier in identifiers and identifier not in asked:
            yield Secret(identifiers[identifier], ID)
