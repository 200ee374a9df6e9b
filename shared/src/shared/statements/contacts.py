"""Whom to ask about a record: kept apart because it is personal data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """A person or desk to ask; personal data that never travels on an event."""

    name: str
    email: str | None = None
    phone: str | None = None
