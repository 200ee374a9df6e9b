"""A decision about a match: who did what, why, and what it rested on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.identity.actor import Actor, Role


@dataclass(frozen=True)
class Decision:
    """One entry of the decision log before it is written: what people decide, and what Accord does by itself.

    `facts` holds JSON values without personal data: the match as it is after the decision (`facts_of`), and what
    the decision rested on (explanation, digests, acknowledged flags). `reason_text` is kept apart and may be erased.
    """

    match_id: UUID
    match_version: int
    action: str
    status_before: str | None
    status_after: str
    actor: Actor
    at: datetime
    reason_code: str | None
    reason_text: str | None
    facts: Mapping[str, Any]


def content_of(decision: Decision, pseudonym: UUID | None, commitment: str | None) -> dict[str, Any]:
    """Return what the log holds of a decision; its actor by a pseudonym, its reason's text by a commitment."""
    return {
        "match_id": decision.match_id,
        "match_version": decision.match_version,
        "status_before": decision.status_before,
        "status_after": decision.status_after,
        "actor": _party(decision.actor, pseudonym),
        "reason": {"code": decision.reason_code, "text": commitment},
        "facts": decision.facts,
    }


def is_a_person(actor: Actor) -> bool:
    """Whether somebody stands behind the decision: what Accord does by itself needs no pseudonym."""
    return actor.role is not Role.SERVICE


def _party(actor: Actor, pseudonym: UUID | None) -> dict[str, Any]:
    return {
        "role": actor.role.value,
        "state": actor.state,
        "organisation": actor.organisation,
        "regions": sorted(actor.regions),
        "pseudonym": pseudonym,
    }
