"""What waits for the reader, as it reads it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.adapters.tasks.queries import TaskFound
from matcher.api.schemas.candidate_view import NeedReference, OfferReference
from matcher.domain.tasks.task import RecordKind, Task, TaskKind

MOST: Final = 500
"""The most tasks that are listed; the counts count all."""


class TaskRecordView(BaseModel):
    """What the task is about."""

    kind: RecordKind
    id: UUID


class TaskView(BaseModel):
    """Something that waits; `need` and `offer` say what the match, or the record itself, is about."""

    kind: TaskKind
    record: TaskRecordView
    need: NeedReference | None
    offer: OfferReference | None
    since: datetime
    until: datetime | None = Field(description="the end of the time for it; null where there is none")
    overdue: bool
    milestone: int | None = Field(description="which milestone of the delivery plan, counted from 1")
    unread: int | None = Field(description="how many messages")
    link: str = Field(description="the path to act on; of the needs or offers service where the record is theirs")

    @classmethod
    def of(cls, found: TaskFound, now: datetime) -> Self:
        """Show a task at a moment."""
        task = found.task
        return cls(
            kind=task.kind,
            record=TaskRecordView(kind=task.record, id=task.record_id),
            need=None if found.need is None else NeedReference.of(found.need),
            offer=None if found.offer is None else OfferReference.of(found.offer),
            since=task.since,
            until=task.until,
            overdue=task.is_overdue(now),
            milestone=task.milestone,
            unread=task.unread,
            link=_link(task),
        )


class TaskList(BaseModel):
    """What waits for the reader, the most urgent first."""

    items: list[TaskView] = Field(description=f"at most {MOST}; without `until` last")
    counts: Mapping[TaskKind, int] = Field(description="of all that waits, by kind")
    total: int
    overdue: int

    @classmethod
    def of(cls, found: Sequence[TaskFound], now: datetime) -> Self:
        """Show tasks at a moment."""
        counts: Counter[TaskKind] = Counter(each.task.kind for each in found)
        return cls(
            items=[TaskView.of(each, now) for each in found[:MOST]],
            counts=dict(sorted(counts.items())),
            total=len(found),
            overdue=sum(each.task.is_overdue(now) for each in found),
        )


def _link(task: Task) -> str:
    plural = {"match": "matches", "need": "needs", "offer": "offers"}[task.record]
    path = f"/v1/{plural}/{task.record_id}"
    return f"{path}/messages" if task.kind == "unread_messages" else path
