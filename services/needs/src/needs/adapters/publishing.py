"""Writing what happened to needs: history rows for the service itself, outbox rows for everyone else."""

from needs.adapters import tables
from needs.adapters.documents import document_of
from needs.adapters.public_wire import PUBLICITY
from needs.adapters.wire import EVENT_TYPES, HAPPENED, RESTATED, state_of
from needs.domain.need import Need
from shared.persistence.chronicle import Chronicle

CHRONICLE = Chronicle[Need](
    source="/accord/needs",
    history=tables.need_versions,
    outbox=tables.outbox,
    happened=HAPPENED,
    event_types=EVENT_TYPES,
    restated=RESTATED,
    state_of=state_of,
    document_of=document_of,
    publicity=PUBLICITY,
)
"""How needs are written down and made known."""
