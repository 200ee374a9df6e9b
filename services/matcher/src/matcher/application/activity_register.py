"""What the use cases ask of the register of running activities."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from matcher.domain.evidence.activity import Activity, ActivityDetails


class Outcome(StrEnum):
    """What became of an activity that was sent."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Registered:
    """The activity as it is kept now, and what became of what was sent."""

    activity: Activity
    outcome: Outcome


class ActivityRegister(Protocol):
    """The register, one transaction a call; an activity is known by the key of its source and its id there."""

    async def keep(self, new_id: UUID, details: ActivityDetails, *, by: str, at: datetime) -> Registered:
        """Keep these details under their source and id; the same details again change nothing."""
        ...
