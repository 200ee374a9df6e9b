"""The part of the matcher that runs rounds: its worker, and the forgetting of progress that nobody reads any more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.rounds.events import forget_progress
from matcher.adapters.rounds.queue import RoundQueue
from matcher.adapters.rounds.reports import RoundReports
from matcher.adapters.rounds.worker import RoundWorker
from shared.service.background import Background, Periodic
from shared.service.definition import Foundation

ROUND_WORKER: Final = "round-worker"
"""The command, and the name of the container."""

PROGRESS_KEPT: Final = timedelta(days=1)


def round_work(foundation: Foundation) -> Sequence[Background]:
    """Return what the round worker does."""
    sessions, clock = foundation.database.sessions, foundation.clock

    async def forget(session: AsyncSession) -> None:
        await forget_progress(session, clock() - PROGRESS_KEPT)

    return [
        RoundWorker(RoundQueue(sessions, clock), RoundReports(sessions, clock)),
        Periodic("matcher.forget_progress", sessions, forget, every=3600),
    ]
