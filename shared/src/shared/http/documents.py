"""The parts that documents of several services have alike; unknown fields are refused and named."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """Base of every part of a document: read from a request strictly, or from the domain's objects."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    @classmethod
    def showing(cls, record: Any, derived: Mapping[str, Any]) -> Self:
        """Show a record's own attributes under the same names, except for what is derived."""
        plain = {name: getattr(record, name) for name in cls.model_fields if name not in derived}
        return cls.model_validate(plain | dict(derived))


class TextDocument(Part):
    """A title and a narrative in one UN language."""

    language: str = Field(description="ISO 639-1: ar, zh, en, fr, ru or es", examples=["en"])
    title: str = Field(examples=["Mark 9,000 police rifles"])
    narrative: str = ""


class WindowDocument(Part):
    """A span of days, both included; null leaves that end open."""

    start: date | None = None
    end: date | None = None


class ContactDocument(Part):
    """Whom to ask; shown to the author itself and to coordinators only, and on no event."""

    name: str
    email: str | None = None
    phone: str | None = None


class ProvenanceDocument(Part):
    """Where the record comes from; `historic_example` marks a past record shown as an example."""

    historic_example: bool = False
    source_name: str | None = None
    source_url: str | None = None
    source_date: date | None = None
    inferred: tuple[str, ...] = ()
    notes: str | None = None


class Reason(Part):
    """Why the author does this."""

    reason: str = Field(description="kept in the history", examples=["Met by our own budget."])
