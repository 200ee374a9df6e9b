"""The clock of confirmation: donors are reminded once in each period, and unconfirmed offers are closed."""

from dataclasses import dataclass
from datetime import timedelta

from offers.application.ports import UnitOfWork
from shared.clock import Clock
from shared.identity.actor import accord_itself


@dataclass(frozen=True)
class ReviewConfirmations:
    """How long before the end a donor is reminded, and how many offers are looked at in one transaction."""

    remind_before: timedelta
    batch: int = 100


async def review_confirmations(command: ReviewConfirmations, *, uow: UnitOfWork, clock: Clock) -> int:
    """Remind of or close the offers of one batch that are due, and return how many; what is closed keeps its ledger."""
    now = clock()
    today = now.date()
    async with uow:
        due = await uow.offers.lock_unconfirmed(
            remind_by=today + command.remind_before, today=today, limit=command.batch
        )
        for offer in due:
            if offer.is_overdue(today):
                offer.lapse(now)
            else:
                offer.remind(now)
        await uow.commit(by=accord_itself("offers"))
    return len(due)
