"""What waits on a need or an offer of one's own: to say that it still stands."""

from datetime import UTC, date, datetime, time
from typing import Literal
from uuid import UUID

from matcher.domain.tasks.on_match import end_of
from matcher.domain.tasks.task import Task
from matcher.domain.tasks.worker import CONFIRMATION_AHEAD


def confirmation_of(record: Literal["need", "offer"], record_id: UUID, confirm_by: date, today: date) -> Task | None:
    """Return the task to confirm a record that stands until a day, if that day is near."""
    begins = confirm_by - CONFIRMATION_AHEAD
    if today < begins:
        return None
    since = datetime.combine(begins, time(), UTC)
    if record == "need":
        return Task("reconfirm_need", record, record_id, since, end_of(confirm_by))
    return Task("reconfirm_offer", record, record_id, since, end_of(confirm_by))
