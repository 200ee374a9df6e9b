"""Finding what waits for somebody: SQL narrows, the rules of the domain decide. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.tasks.confirmations import needs_to_confirm, offers_to_confirm
from matcher.adapters.tasks.matches_at_hand import Row, matches_at_hand
from matcher.adapters.tasks.narrowing import may_wait_for
from matcher.domain.tasks.on_match import tasks_on
from matcher.domain.tasks.on_record import confirmation_of
from matcher.domain.tasks.task import Task
from matcher.domain.tasks.worker import Worker
from shared.identity.actor import Role

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class TaskFound:
    """A task with what a list shows of the need and the offer it is about; None where it is about the other alone."""

    task: Task
    need: Row | None = None
    offer: Row | None = None


async def tasks_of(session: AsyncSession, worker: Worker) -> Sequence[TaskFound]:
    """Return what waits for the worker, the most urgent first; observers have no tasks."""
    if worker.actor.role not in {Role.RECIPIENT, Role.DONOR, Role.COORDINATOR}:
        return []
    found = [*await _on_matches(session, worker), *await _on_records(session, worker)]
    return sorted(found, key=_urgency)


async def _on_matches(session: AsyncSession, worker: Worker) -> Sequence[TaskFound]:
    found = await matches_at_hand(session, worker, may_wait_for(worker))
    return [TaskFound(task, each.need, each.offer) for each in found for task in tasks_on(each.match, worker)]


async def _on_records(session: AsyncSession, worker: Worker) -> Sequence[TaskFound]:
    found: list[TaskFound] = []
    for need in await needs_to_confirm(session, worker):
        task = confirmation_of("need", need["need_id"], need["confirm_by"], worker.today)
        found += [TaskFound(task, need=need)] if task else []
    for offer in await offers_to_confirm(session, worker):
        task = confirmation_of("offer", offer["offer_id"], offer["confirm_by"], worker.today)
        found += [TaskFound(task, offer=offer)] if task else []
    return found


def _urgency(found: TaskFound) -> tuple[Any, ...]:
    task = found.task
    return task.until or _NEVER, task.since, task.kind, task.record_id
