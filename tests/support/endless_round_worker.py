"""`python -m tests.support.endless_round_worker URL MOMENT`: a round worker whose solver never ends, to be killed."""

import asyncio
import sys
from datetime import datetime

from matcher.adapters.rounds.queue import RoundQueue
from matcher.adapters.rounds.reports import RoundReports
from matcher.adapters.rounds.worker import RoundWorker
from shared.persistence.database import Database
from tests.support.moving_clock import MovingClock
from tests.support.round_desk import endless


def main() -> None:
    """Work until killed."""
    sessions = Database.at(sys.argv[1]).sessions
    clock = MovingClock(datetime.fromisoformat(sys.argv[2]))
    queue, reports = RoundQueue(sessions, clock), RoundReports(sessions, clock)
    asyncio.run(RoundWorker(queue, reports, starts=endless).run())


if __name__ == "__main__":
    main()
