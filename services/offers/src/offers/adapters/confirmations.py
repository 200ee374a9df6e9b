"""The clock of confirmation as work that comes round; what is due is read from the database's own clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.application.review_confirmations import ReviewConfirmations, review_confirmations

EVERY_SECONDS: Final = 60.0
"""A day's due offers are few; a batch a minute is soon through."""


def review_of_confirmations(remind_before: timedelta) -> Callable[[AsyncSession], Awaitable[None]]:
    """Return the job that reminds and closes one batch inside the given transaction."""

    async def review(session: AsyncSession) -> None:
        now: datetime = (await session.execute(select(func.now()))).scalar_one()
        uow = OffersUnitOfWork.within(session)
        await review_confirmations(ReviewConfirmations(remind_before), uow=uow, clock=lambda: now)

    return review
