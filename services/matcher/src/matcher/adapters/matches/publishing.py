"""Writing what happened to matches: history rows for the matcher itself, outbox rows for needs and offers."""

from typing import Any

from matcher.adapters.matches.tables import match_versions
from matcher.adapters.matches.wire import EVENT_TYPES, HAPPENED, RESTATED, state_of
from matcher.adapters.tables import outbox
from matcher.domain.matches.match import Match
from shared.persistence.chronicle import Chronicle


def document_of(match: Match) -> dict[str, Any]:
    """Return the match at this version as history keeps it: its published state; nobody's free text."""
    return state_of(match).model_dump(mode="json")


CHRONICLE = Chronicle[Match](
    source="/accord/matcher",
    history=match_versions,
    outbox=outbox,
    happened=HAPPENED,
    event_types=EVENT_TYPES,
    restated=RESTATED,
    state_of=state_of,
    document_of=document_of,
)
"""How matches are written down and made known."""
