"""Who makes an offer, and whom to ask about it: kept apart because the second is personal data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Donor:
    """The organisation that owns an offer: `organisation` is the key its tokens carry, `kind` a donor kind."""

    organisation: str
    name: str
    kind: str


@dataclass(frozen=True)
class Contact:
    """A person or desk to ask; personal data that never travels on an event."""

    name: str
    email: str | None = None
    phone: str | None = None
