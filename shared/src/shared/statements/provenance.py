"""Where a record comes from, so that no example is ever taken for a live need or offer."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Provenance:
    """The source of a record; `historic_example` marks a past one, `inferred` names fields the source left unsaid."""

    historic_example: bool = False
    source_name: str | None = None
    source_url: str | None = None
    source_date: date | None = None
    inferred: tuple[str, ...] = ()
    notes: str | None = None
