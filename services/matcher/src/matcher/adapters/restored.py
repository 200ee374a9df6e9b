"""What a restored matcher database is compared with: every match, and the checkpoints of its decision log."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.decisions.queries import head_of, log_id_of
from matcher.adapters.decisions.tables import decision_log
from matcher.adapters.matches.publishing import CHRONICLE
from matcher.adapters.matches.tables import matches
from matcher.domain.matches.life_cycle import ENDED
from matcher.domain.matches.match import Match
from shared.events.checkpoints import DecisionCheckpoint
from shared.events.matches import MatchState
from shared.events.registry import CHECKPOINTS_TOPIC, MATCHES_TOPIC
from shared.restored.comparing import ReaderOf, state_told
from shared.restored.finding import Finding, What
from shared.restored.stated import Stated
from shared.restored.telling import all_of

LOG: Final = "decision_log"
LOST: Final = "record_lost"
"""The reason of a match's end that is told to the sides when the matcher no longer knows it."""


def match_goes_on(state: MatchState) -> bool:
    """Answer whether a side may still hold something for the match."""
    return state.status not in ENDED


def ended_match(state: MatchState, version: int, at: datetime) -> MatchState:
    """Return the last word on a match that is lost: dissolved, so that both sides free what they hold for it."""
    return state.model_copy(
        update={"version": version, "status": "dissolved", "reason": LOST, "deadline": None, "updated_at": at}
    )


STATED: Final = (
    Stated[Match, MatchState].by(
        CHRONICLE,
        Match,
        matches,
        name="match",
        topic=MATCHES_TOPIC,
        goes_on=match_goes_on,
        ended=ended_match,
        ending="org.accord.match.dissolved.v1",
    ),
)


async def compare_log(sessions: Callable[[], AsyncSession], reader_of: ReaderOf) -> Sequence[Finding]:
    """Return where the log ends before a published checkpoint, or has another entry there: at most one of each."""
    published = await all_of(reader_of(CHECKPOINTS_TOPIC), CHRONICLE.source)
    async with sessions() as session:
        head, log_id = await head_of(session), await log_id_of(session)
        told = [cast("DecisionCheckpoint", state_told(each)) for each in published]
        ours = [each for each in told if each.log_id == log_id]
        asked = select(decision_log.c.number, decision_log.c.hash)
        held = await session.execute(asked.where(decision_log.c.number.in_([each.version for each in ours])))
        hashes = {row.number: row.hash for row in held}
    beyond = [each.version for each in ours if each.version > head.number]
    other = [each.version for each in ours if hashes.get(each.version, each.hash) != each.hash]
    cut = [Finding(What.CUT, LOG, str(log_id), head.number, max(beyond))] if beyond else []
    return cut + ([Finding(What.FORKED, LOG, str(log_id), head.number, min(other))] if other else [])
