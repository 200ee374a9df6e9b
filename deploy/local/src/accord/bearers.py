"""Tokens at hand for the many requests of one command, each asked for anew long before it ends."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from accord.tokens import TokenSource
from shared.clock import Clock, system_clock

KEPT_FOR: Final = timedelta(minutes=2)
"""Less than half the life of the shortest-lived tokens that are given out (Keycloak's five minutes)."""


class Bearers:
    """One token for each party, as old as KEPT_FOR at most."""

    def __init__(self, tokens: TokenSource, *, clock: Clock = system_clock) -> None:
        self._tokens = tokens
        self._clock = clock
        self._held: dict[tuple[tuple[str, str], ...], tuple[str, datetime]] = {}

    def of(self, party: Mapping[str, str]) -> str:
        """Return a party's token; CommandFailed says why there is none."""
        key = tuple(sorted(party.items()))
        token, given_at = self._held.get(key, ("", None))
        if given_at is None or self._clock() - given_at >= KEPT_FOR:
            given_at, token = self._clock(), self._tokens.token_for(party)
            self._held[key] = (token, given_at)
        return token
