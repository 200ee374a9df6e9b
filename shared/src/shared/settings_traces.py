"""Settings of traces: where they go, if anywhere, and how many of them."""

from typing import Annotated

from pydantic import Field, field_validator

from shared.settings_files import FileSettings


class TraceSettings(FileSettings):
    """`ACCORD_OTLP_ENDPOINT` and `ACCORD_TRACE_RATIO`."""

    otlp_endpoint: Annotated[str, Field(pattern=r"^https?://")] | None = None
    """Base address of a collector that takes OTLP over HTTP (`http://collector:4318`); without it no span is made."""
    trace_ratio: Annotated[float, Field(ge=0, le=1)] = 1.0
    """The part of all traces that is kept; the trace's id decides, so every service keeps the same ones."""

    @field_validator("otlp_endpoint", mode="before")
    @classmethod
    def read_nothing_as_none(cls, value: object) -> object:
        """Read an empty text as no endpoint: so Compose passes on what is not set."""
        return value or None
