"""Entries of the decision log as they are read and exported, and how far the log has come."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from shared.decision_log.entry import Entry
from shared.decision_log.lines import document_of


class ReasonText(BaseModel):
    """The free text of a reason, with the salt (hex digits) of the commitment that the entry's content holds."""

    salt: str
    text: str


class DecisionView(BaseModel):
    """One entry. Its `hash` is the SHA-256 of {number, at, action, previous_hash, content_hash} in canonical JSON."""

    number: int = Field(description="counted from 1 without gaps; the first entry names the log")
    at: str = Field(description="RFC 3339 in UTC with six decimals, as it was hashed")
    action: str
    previous_hash: str
    content_hash: str = Field(description="the SHA-256 of `content` in canonical JSON (RFC 8785)")
    hash: str
    content: dict[str, Any] | None = Field(description="null where the reader may not know of the match")
    reason_text: ReasonText | None = Field(description="null where there is none, or it was erased")

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Show an entry."""
        return cls(**document_of(entry))


class CheckpointView(BaseModel):
    """How far the log has come: keep it, and `accord verify-log --checkpoint` notices a tail that was cut."""

    log_id: UUID
    version: int = Field(description="the number of the last entry")
    hash: str = Field(description="its hash")
    at: datetime = Field(description="when this was read")
