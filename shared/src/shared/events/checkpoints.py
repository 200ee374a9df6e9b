"""How far the decision log had come at a moment (topic accord.checkpoints.v1): whoever keeps it notices a cut tail."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.events.model import EventModel


class DecisionCheckpoint(EventModel):
    """The log's last entry at that moment: `version` is its number, from 1; `hash` its SHA-256 in hex digits."""

    log_id: UUID
    version: int
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: datetime
