"""Everything that a donor may say of its offer, in one immutable statement."""

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from offers.domain.ceiling import Ceiling
from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.line import LineDetails
from offers.domain.visibility import Visibility
from shared.statements.contacts import Contact
from shared.statements.provenance import Provenance
from shared.statements.texts import Text
from shared.statements.windows import Window

OfferKind = Literal["provided", "call", "standing_facility", "seats", "pledge", "in_kind"]
"""The form of an offer, from a promise to assistance already given."""


@dataclass(frozen=True, kw_only=True)
class OfferDetails:
    """What registering and amending take, whole; field names are those of the request document.

    `applicants` empty = any kind may apply; `conditions` are keys, `condition_notes` says them in words.
    """

    external_id: str | None = None
    donor: Donor
    instrument: str | None = None
    implementer: str | None = None
    kind: OfferKind = "pledge"
    texts: tuple[Text, ...]
    lines: tuple[LineDetails, ...]
    eligibility: Eligibility
    applicants: tuple[str, ...] = ()
    working_languages: tuple[str, ...] = ()
    window: Window = field(default_factory=Window)
    call: Window = field(default_factory=Window)
    conditions: tuple[str, ...] = ()
    condition_notes: str = ""
    per_state_ceiling: Ceiling | None = None
    delivery_model: str = "own_delivery"
    visibility: Visibility = "recipients"
    contact: Contact | None = None
    provenance: Provenance = field(default_factory=Provenance)


_OWN_LIFE = {"lines"}


def plain_fields(statement: Any) -> dict[str, Any]:
    """Return the authored fields of an offer or of its details by name, without the lines, which have identity."""
    names = (each.name for each in fields(OfferDetails))
    return {name: getattr(statement, name) for name in names if name not in _OWN_LIFE}
