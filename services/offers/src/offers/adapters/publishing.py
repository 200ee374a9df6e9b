"""Writing what happened to offers: history rows for the service itself, outbox rows for everyone else."""

from offers.adapters import tables
from offers.adapters.documents import document_of
from offers.adapters.public_wire import PUBLICITY
from offers.adapters.wire import EVENT_TYPES, HAPPENED, RESTATED, state_of
from offers.domain.offer import Offer
from shared.persistence.chronicle import Chronicle

CHRONICLE = Chronicle[Offer](
    source="/accord/offers",
    history=tables.offer_versions,
    outbox=tables.outbox,
    happened=HAPPENED,
    event_types=EVENT_TYPES,
    restated=RESTATED,
    state_of=state_of,
    document_of=document_of,
    publicity=PUBLICITY,
)
"""How offers are written down and made known."""
