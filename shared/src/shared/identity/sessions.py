"""Sessions that ended before their tokens did: the provider's answers, asked for seldom and kept for a short time."""

import asyncio
import hashlib
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog
from prometheus_client import Counter

from shared.clock import Clock
from shared.errors import Unavailable
from shared.identity.jwks import ProviderAway

SESSION_QUESTIONS = Counter("identity_session_questions", "Questions about sessions, by answer.", ["answer"])
for _answer in ("active", "ended", "failed"):
    SESSION_QUESTIONS.labels(_answer)

ANSWERS_HELD: Final = 50_000
"""The most tokens whose answer is kept; the one that was used longest ago is forgotten first."""

_PAUSE_AFTER_FAILURE: Final = timedelta(seconds=1)

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Sessions(Protocol):
    """Tells whether the session behind a verified token still lasts."""

    async def lasts(self, token: str) -> bool:
        """Return whether it does; Unavailable when that cannot be known."""
        ...


@dataclass(frozen=True)
class _Answer:
    active: bool
    given_at: datetime


class AskedSessions:
    """Asks about each token at most once in `serves_for`; between questions the last answer holds.

    While the provider is away, an answer serves to the end of its time, and then Unavailable is raised: a token that
    nobody vouches for opens nothing. Callers with the same token share one question. Nothing is kept of a
    token but its digest.
    """

    def __init__(
        self,
        ask: Callable[[str], Awaitable[bool]],
        *,
        clock: Clock,
        serves_for: timedelta,
        holds: int = ANSWERS_HELD,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._serves_for = serves_for
        self._holds = holds
        self._answers: OrderedDict[bytes, _Answer] = OrderedDict()
        self._asking: dict[bytes, asyncio.Task[_Answer | None]] = {}
        self._failed_at: datetime | None = None

    async def lasts(self, token: str) -> bool:
        """Return whether the session of this token lasted when it was last asked about."""
        digest = hashlib.sha256(token.encode()).digest()
        answer = self._held(digest) or await self._asked(digest, token)
        if answer is None:
            seconds = math.ceil(_PAUSE_AFTER_FAILURE.total_seconds())
            raise Unavailable("The identity provider is away, so the session cannot be checked.", retry_after=seconds)
        return answer.active

    def _held(self, digest: bytes) -> _Answer | None:
        answer = self._answers.get(digest)
        if answer is None or not self._within(answer.given_at, self._serves_for):
            return None
        self._answers.move_to_end(digest)
        return answer

    async def _asked(self, digest: bytes, token: str) -> _Answer | None:
        task = self._asking.get(digest)
        if task is None:
            if self._failed_at is not None and self._within(self._failed_at, _PAUSE_AFTER_FAILURE):
                return None
            task = self._asking[digest] = asyncio.create_task(self._question(digest, token))
        # A caller that leaves must not take the answer from the others who wait for it.
        return await asyncio.shield(task)

    async def _question(self, digest: bytes, token: str) -> _Answer | None:
        try:
            answer = _Answer(await self._ask(token), self._clock())
        except ProviderAway as error:
            self._failed_at = self._clock()
            SESSION_QUESTIONS.labels("failed").inc()
            _log.warning("session_not_checked", reason=str(error))
            return None
        finally:
            del self._asking[digest]
        SESSION_QUESTIONS.labels("active" if answer.active else "ended").inc()
        self._keep(digest, answer)
        return answer

    def _keep(self, digest: bytes, answer: _Answer) -> None:
        self._failed_at = None
        self._answers[digest] = answer
        self._answers.move_to_end(digest)
        while len(self._answers) > self._holds:
            self._answers.popitem(last=False)

    def _within(self, since: datetime, span: timedelta) -> bool:
        return timedelta(0) <= self._clock() - since < span
