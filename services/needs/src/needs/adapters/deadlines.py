"""The clock of confirmation, as work that comes round: by the database's time, in one replica at a time."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.unit_of_work import NeedsUnitOfWork
from needs.application.keep_deadlines import KeepDeadlines, keep_deadlines


async def keep_needs_confirmed(session: AsyncSession, reminded_before: timedelta) -> int:
    """Do one round in the session's transaction, and return how many needs were reminded or expired."""
    now = (await session.execute(select(func.now()))).scalar_one()
    command = KeepDeadlines(reminded_before)
    return await keep_deadlines(command, uow=NeedsUnitOfWork.within(session), clock=lambda: now)
