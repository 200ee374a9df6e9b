"""What ends by itself: words said on matches that are long over, unused pseudonyms, inputs of rounds long finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

import structlog
from sqlalchemy import CursorResult, Select, delete, exists, func, select, text, type_coerce, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.decisions.tables import decision_log, decision_texts, pseudonyms
from matcher.adapters.dialogue.tables import match_messages
from matcher.adapters.matches.tables import match_versions, matches
from matcher.adapters.rounds.tables import round_inputs, rounds
from matcher.domain.matches.life_cycle import ENDED, OPEN
from matcher.settings import PSEUDONYM_DAYS, ROUND_INPUTS_DAYS, WORDS_DAYS, MatcherSettings
from shared.personal.person import ERASED
from shared.service.background import Periodic
from shared.service.definition import Foundation
from shared.settings import ServiceSettings

log = structlog.get_logger(__name__)

EVERY_SECONDS: Final = 3600

_SAY_SOMETHING: Final = text("""interests @? '$[*] ? (@.text != "[erased]")'""")
_INTERESTS: Final = text(
    """(SELECT jsonb_agg(it || '{"text": "[erased]"}' ORDER BY place)"""
    """ FROM jsonb_array_elements(interests) WITH ORDINALITY AS each (it, place))"""
)


@dataclass(frozen=True)
class Kept:
    """For how long: words from the end of their match on, pseudonyms from their last use, inputs from a round's end."""

    words: timedelta = timedelta(days=WORDS_DAYS)
    pseudonyms: timedelta = timedelta(days=PSEUDONYM_DAYS)
    round_inputs: timedelta = timedelta(days=ROUND_INPUTS_DAYS)


def kept_for(settings: ServiceSettings) -> Kept:
    """Return the periods that are set, or the usual ones."""
    if not isinstance(settings, MatcherSettings):
        return Kept()
    return Kept(
        words=timedelta(days=settings.dialogue_retention_days),
        pseudonyms=timedelta(days=settings.pseudonym_retention_days),
        round_inputs=timedelta(days=settings.round_inputs_retention_days),
    )


async def forget(session: AsyncSession, kept: Kept) -> Mapping[str, int]:
    """Forget what is older than this by the database's time, and return how many rows of each kind there were."""
    forgotten = {
        **await _forget_words(session, kept.words),
        "pseudonyms": await _rows(session, delete(pseudonyms).where(_is_older(pseudonyms.c.used_at, kept.pseudonyms))),
        "round_inputs": await _forget_inputs(session, kept.round_inputs),
    }
    if any(forgotten.values()):
        log.info("matcher_forgot", **forgotten)
    return forgotten


def retention_work(foundation: Foundation) -> Periodic:
    """Return the work that forgets, in one of all replicas at a time."""
    kept = kept_for(foundation.settings)

    async def job(session: AsyncSession) -> None:
        await forget(session, kept)

    return Periodic("matcher.retention", foundation.database.sessions, job, every=EVERY_SECONDS)


async def _forget_words(session: AsyncSession, kept: timedelta) -> dict[str, int]:
    """Forget messages, reasons and declared interests in words; numbers, codes, sides and times stay."""
    over = select(matches.c.id).where(matches.c.status.in_(sorted(ENDED)), _is_older(matches.c.stage_since, kept))
    messages, history, texts = match_messages.c, match_versions.c, decision_texts.c
    logged = select(decision_log.c.number).where(decision_log.c.match_id.in_(over))
    its = matches.c.id.in_(over)
    statements: dict[str, Any] = {
        "messages": update(match_messages)
        .where(messages.match_id.in_(over), messages.body != ERASED)
        .values(body=ERASED),
        "reasons": update(matches).where(its, matches.c.reason_text.is_not(None)).values(reason_text=None),
        "interests": update(matches)
        .where(its, _SAY_SOMETHING)
        .values({matches.c.interests: type_coerce(_INTERESTS, JSONB)}),
        "history": update(match_versions)
        .where(history.record_id.in_(over), history.reason.is_not(None))
        .values(reason=None),
        "decision_texts": delete(decision_texts).where(texts.number.in_(logged)),
    }
    return {name: await _rows(session, statement) for name, statement in statements.items()}


async def _forget_inputs(session: AsyncSession, kept: timedelta) -> int:
    """Forget the inputs of finished rounds, unless a match from one of their pairs still goes on."""
    goes_on = exists().where(matches.c.round_id == rounds.c.id, matches.c.status.in_(sorted(OPEN)))
    finished: Select[Any] = select(rounds.c.id).where(_is_older(rounds.c.finished_at, kept), ~goes_on)
    return await _rows(session, delete(round_inputs).where(round_inputs.c.round_id.in_(finished)))


def _is_older(moment: Any, kept: timedelta) -> Any:
    return moment < func.now() - kept


async def _rows(session: AsyncSession, statement: Any) -> int:
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount
