"""A task: something that waits for one role on one record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

TaskKind = Literal[
    "review_proposal",
    "revise_refused",
    "revise_outdated",
    "settle_lost_hold",
    "delivery_overdue",
    "accept_match",
    "accept_anew",
    "plan_delivery",
    "milestone_due",
    "evaluate_match",
    "reconfirm_need",
    "reconfirm_offer",
    "unread_messages",
]
"""What is to be done."""

RecordKind = Literal["match", "need", "offer"]


@dataclass(frozen=True)
class Task:
    """`milestone` counts the plan's steps from 1, `unread` the messages; `until` None = no day is set."""

    kind: TaskKind
    record: RecordKind
    record_id: UUID
    since: datetime
    until: datetime | None = None
    milestone: int | None = None
    unread: int | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Answer whether its time has passed."""
        return self.until is not None and self.until <= now
