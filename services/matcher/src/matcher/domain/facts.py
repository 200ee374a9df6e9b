"""What a sentence in any language needs to know, as JSON scalars and lists under stable names.

Dates are ISO 8601 text; quantities are whole thousandths, with `unit` and `currency` beside them; States, areas,
categories and terms are their keys. A span of days is two facts, `<name>_start` and `<name>_end`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from matcher.domain.spans import Span

Fact: TypeAlias = str | int | bool | list[str] | None
"""One value that travels as JSON."""

Facts: TypeAlias = Mapping[str, Fact]
"""Values under stable names."""


def iso(day: date | None) -> str | None:
    """Return the day as ISO 8601 text, None for an open end."""
    return None if day is None else day.isoformat()


def span_facts(name: str, span: Span) -> dict[str, Fact]:
    """Return a span's two facts."""
    return {f"{name}_start": iso(span.start), f"{name}_end": iso(span.end)}


def names(keys: Sequence[str]) -> list[str]:
    """Return keys as a list, in their order."""
    return list(keys)
