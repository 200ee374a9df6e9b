"""The provider's keys kept at hand, so that neither an outage nor a flood of forged tokens reaches through."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from joserfc.jwk import Key
from prometheus_client import Counter

from shared.clock import Clock
from shared.errors import Unavailable
from shared.identity.jwks import ProviderAway
from shared.identity.keys import Keys, pick

KEY_FETCHES = Counter("identity_key_fetches", "Fetches of the provider's key set, by outcome.", ["outcome"])

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CachePolicy:
    """How long keys serve, and how often the provider may be asked at most."""

    fresh_for: timedelta = timedelta(minutes=10)
    usable_for: timedelta = timedelta(hours=6)
    ask_at_most_every: timedelta = timedelta(seconds=10)
    ask_at_most_every_when_empty: timedelta = timedelta(seconds=1)


@dataclass(frozen=True)
class _Held:
    keys: Keys
    fetched_at: datetime


class CachedKeys:
    """A KeySource over a fetch of the whole key set.

    An unknown key id causes one fetch, so a rotation is noticed at once, but never more than one in
    `ask_at_most_every`; concurrent callers share a fetch; keys past `fresh_for` go on serving until `usable_for`
    while the provider is away. Unavailable is raised only when a token cannot be judged without the provider.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Keys]],
        *,
        clock: Clock,
        policy: CachePolicy | None = None,
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._policy = policy or CachePolicy()
        self._held: _Held | None = None
        self._asked_at: datetime | None = None
        self._away = False
        self._asking = asyncio.Lock()

    async def find(self, key_id: str | None) -> Key | None:
        """Return the key, or None when the provider is known not to have it."""
        held = await self._current()
        key = pick(held.keys, key_id)
        if key is None and key_id is not None:
            await self._ask()
            key = pick(self._usable().keys, key_id)
            if key is None and self._away:
                raise self._unavailable()
        return key

    async def _current(self) -> _Held:
        held = self._held
        if held is None or not self._within(held.fetched_at, self._policy.fresh_for):
            # A slow provider delays the one request that asks it, not all those that old keys can serve.
            if held is not None and self._asking.locked() and self._is_usable(held):
                return held
            await self._ask()
        return self._usable()

    async def _ask(self) -> None:
        async with self._asking:
            if self._asked_recently():
                return
            try:
                self._held = _Held(await self._fetch(), self._clock())
            except ProviderAway as error:
                self._away = True
                KEY_FETCHES.labels("failed").inc()
                _log.warning("identity_provider_away", reason=str(error), keys_held=self._held is not None)
            else:
                self._away = False
                KEY_FETCHES.labels("fetched").inc()
            finally:
                # Counted from the end: whoever waited for a slow attempt must not make another at once.
                self._asked_at = self._clock()

    def _asked_recently(self) -> bool:
        return self._asked_at is not None and self._within(self._asked_at, self._pause())

    def _pause(self) -> timedelta:
        policy = self._policy
        return policy.ask_at_most_every if self._held else policy.ask_at_most_every_when_empty

    def _usable(self) -> _Held:
        if self._held is None or not self._is_usable(self._held):
            raise self._unavailable()
        return self._held

    def _is_usable(self, held: _Held) -> bool:
        return self._within(held.fetched_at, self._policy.usable_for)

    def _within(self, since: datetime, span: timedelta) -> bool:
        return timedelta(0) <= self._clock() - since < span

    def _unavailable(self) -> Unavailable:
        seconds = math.ceil(self._pause().total_seconds())
        return Unavailable("The identity provider is away, so the token cannot be checked.", retry_after=seconds)
