"""Reading one line of a JSONL file: strict about what it holds, and clear about the field that is wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

YEARS = range(1900, 2201)
"""Years that a record may name."""


class BadRecord(Exception):
    """A record that cannot be taken in: which field of it, and what was expected."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: {expected}")
        self.field = field
        self.expected = expected


@dataclass(frozen=True)
class Record:
    """One record, whose fields are read with their types."""

    fields: Mapping[str, Any]

    @classmethod
    def parse(cls, line: str | bytes, known: frozenset[str]) -> "Record":
        """Read a line; BadRecord for broken JSON, for a field nobody knows, and for a missing id."""
        try:
            parsed: Any = json.loads(line if isinstance(line, str) else line.decode())
            # Python reads more than JSON is: NaN, infinite numbers, halves of characters.
            json.dumps(parsed, allow_nan=False, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise BadRecord("(the line)", f"expected a JSON object: {error}") from error
        if not isinstance(parsed, dict):
            raise BadRecord("(the line)", "expected a JSON object")
        fields = cast("dict[str, Any]", parsed)
        unknown = sorted(fields.keys() - known)
        if unknown:
            raise BadRecord(unknown[0], "no such field in this format")
        record = cls(fields)
        record.text("id")
        return record

    def text(self, name: str) -> str:
        """Return a field that must be a text with something in it."""
        value = self.optional_text(name)
        if not value:
            raise BadRecord(name, "expected a text")
        return value

    def optional_text(self, name: str) -> str | None:
        """Return a text, or None where there is none."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, str):
            raise BadRecord(name, "expected a text or null")
        return value

    def number(self, name: str) -> int | float | None:
        """Return a number, or None where there is none."""
        value = self.fields.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise BadRecord(name, "expected a number or null")
        return value

    def year(self, name: str) -> int | None:
        """Return a year, or None where there is none."""
        value = self.number(name)
        if value is None:
            return None
        if not isinstance(value, int) or value not in YEARS:
            raise BadRecord(name, "expected a year such as 2015, or null")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, empty where the field is missing."""
        value: Any = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in cast("list[Any]", value)):
            raise BadRecord(name, "expected a list of texts")
        return cast("list[str]", value)

    def measure(self, name: str) -> tuple[float, str] | None:
        """Return the value and unit of an object such as {"value": 36, "unit": "marking machines"}, or None."""
        value: Any = self.fields.get(name)
        if value is None:
            return None
        given = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        if not isinstance(given.get("value"), int | float) or not isinstance(given.get("unit"), str):
            raise BadRecord(name, 'expected {"value": number, "unit": text} or null')
        return given["value"], given["unit"]
