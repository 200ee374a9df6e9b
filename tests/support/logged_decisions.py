"""A decision log of some entries, as a file would hold it, and decisions that a service could append."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from matcher.domain.decisions.decision import Decision
from shared.decision_log.commitments import SaltedText
from shared.decision_log.entry import Entry
from shared.decision_log.lines import line_of
from shared.decision_log.writing import begin, follow
from shared.identity.actor import Actor, Role

LOG_ID = UUID("0f6b5a52-7a5e-4a59-9d4f-1f4a3c1f9a11")
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
COORDINATOR = Actor("c-1", Role.COORDINATOR, organisation="un", regions=frozenset({"ecowas"}))


def match_id(number: int) -> UUID:
    return UUID(int=(9 << 64) + number)


def log_of(count: int, log_id: UUID = LOG_ID) -> list[Entry]:
    """Return a log of `count` entries; each but the first gives its reason in words."""
    entries = [begin(log_id, AT)]
    while len(entries) < count:
        number = len(entries) + 1
        text = SaltedText.of(f"Reason {number}")
        content = {"match_id": match_id(number), "reason": {"code": "endorsed", "text": text.commitment}}
        entry = follow(entries[-1].head, AT + timedelta(minutes=number), "endorse", content)
        entries.append(Entry(entry.link, entry.hash, entry.content, text))
    return entries


def as_lines(entries: Sequence[Entry]) -> list[bytes]:
    """Return the lines of an export."""
    return [line_of(entry) for entry in entries]


def facts(need: UUID, offer: UUID, **changes: Any) -> Mapping[str, Any]:
    """Return what an entry states of a match of one line, not yet delivered."""
    line = {
        "component_id": UUID(int=11),
        "offer_id": offer,
        "line_id": UUID(int=12),
        "role": "provides",
        "quantity": 4000,
        "coverage": 4000,
        "delivered": 0,
        "covered": 0,
    }
    stated = {"need_id": need, "offer_ids": [offer], "lines": [line], "accepted": [], "stale": False, "deadline": None}
    return stated | changes


def decision(number: int = 1, **changes: Any) -> Decision:
    """Return a coordinator's endorsement of a match."""
    plain: dict[str, Any] = {
        "match_id": match_id(number),
        "match_version": 2,
        "action": "endorse",
        "status_before": "proposed",
        "status_after": "endorsed",
        "actor": COORDINATOR,
        "at": AT,
        "reason_code": None,
        "reason_text": None,
        "facts": facts(UUID(int=(1 << 64) + number), UUID(int=(2 << 64) + number)),
    }
    return Decision(**plain | changes)
