"""Needs that nobody confirmed: their States are reminded once a period, and after its last day they expire."""

from dataclasses import dataclass
from datetime import timedelta

from needs.application.ports import UnitOfWork
from needs.domain.life_cycle import REMINDED_BEFORE
from shared.clock import Clock
from shared.identity.actor import accord_itself


@dataclass(frozen=True)
class KeepDeadlines:
    """One round of the clock, over at most `batch` needs that nobody else is changing now."""

    reminded_before: timedelta = REMINDED_BEFORE
    batch: int = 100


async def keep_deadlines(command: KeepDeadlines, *, uow: UnitOfWork, clock: Clock) -> int:
    """Remind and expire what is due, all in one transaction, and return how many needs that were.

    A need whose last day passed before anybody was reminded expires without a reminder.
    """
    now = clock()
    async with uow:
        due = await uow.needs.lock_due(now.date(), (now + command.reminded_before).date(), command.batch)
        for need in due:
            deadline = need.confirm_by()
            if deadline is not None and deadline < now.date():
                need.expire(now)
            else:
                need.remind(now)
        await uow.commit(by=accord_itself("needs"))
    return len(due)
