"""Who carries the need out, and whom to ask: kept apart because the second is personal data."""

from dataclasses import dataclass

from shared.statements import contacts


@dataclass(frozen=True)
class Authority:
    """The national authority that would implement the help; its unit and address where the State gives them."""

    name: str
    unit: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Contact(contacts.Contact):
    """A person to ask; personal data that never travels on an event and that donors do not see."""

    is_national_point_of_contact: bool = False
