"""What every event's data has in common, and the parts that needs and offers share."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.measures import Quantity

Language = Literal["ar", "en", "es", "fr", "ru", "zh"]
"""A UN official language, ISO 639-1."""

State = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 3166-1 alpha-3, or XKX (user-assigned)")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", description="a key of the controlled vocabulary")]


class EventModel(BaseModel):
    """Base of all event data: immutable; readers ignore fields they do not know, so that writers may add.

    An error on what cannot be read says where it is, and does not repeat it.
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, json_schema_serialization_defaults_required=True
    )


class Text(EventModel):
    """A title and a narrative in one language, as their author wrote them."""

    language: Language
    title: str
    narrative: str = ""


class Window(EventModel):
    """A span of days, both ends included; an open end is null."""

    start: date | None = None
    end: date | None = None


class Provenance(EventModel):
    """Where a record comes from; `historic_example` marks a past record shown as an example, not a live one."""

    historic_example: bool = False
    source_name: str | None = None
    source_url: str | None = None
    source_date: date | None = None
    evidence_tier: Literal["A", "B", "C"] | None = None
    inferred: tuple[str, ...] = ()
    notes: str | None = None


class Ceiling(EventModel):
    """The most that one State may receive under an offer: a quantity in a unit, or money in a currency."""

    amount: Quantity
    unit: Key
    currency: str | None = None
