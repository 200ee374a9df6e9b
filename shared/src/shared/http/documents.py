"""The parts that documents of several services have alike; unknown fields are refused and named."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_a_day(value: Any) -> Any:
    """Refuse what pydantic would take for seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_parsing", "This should be a date such as 2027-03-31.")


Day = Annotated[date, BeforeValidator(_written_as_a_day)]
"""A calendar day, written as RFC 3339's `full-date` and in no other way."""


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

    start: Day | None = None
    end: Day | None = None


class ContactDocument(Part):
    """Whom to ask; shown to the author itself and to coordinators only, and on no event."""

    name: str
    email: str | None = None
    phone: str | None = None


class ProvenanceDocument(Part):
    """Where the record comes from; `historic_example` marks a past record shown as an example."""

    historic_example: StrictBool = False
    source_name: str | None = None
    source_url: str | None = None
    source_date: Day | None = None
    inferred: tuple[str, ...] = ()
    notes: str | None = None


class Reason(Part):
    """Why the author does this."""

    reason: str = Field(description="kept in the history", examples=["Met by our own budget."])
