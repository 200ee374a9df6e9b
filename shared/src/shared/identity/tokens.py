"""Access tokens verified: from an Authorization header to an Actor, or a refusal with a stable reason.

The order is fixed: what is cheap and certain is checked before a key is looked up, and nothing of the payload is read
before the signature holds (RFC 8725, RFC 9068).
"""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, cast

from joserfc import jws
from joserfc.errors import (
    BadSignatureError,
    InvalidKeyCurveError,
    JoseError,
    KeyParameterError,
    UnsupportedAlgorithmError,
)
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import Key

from shared.clock import Clock, system_clock
from shared.identity.actor import Actor
from shared.identity.bearer import bearer_token
from shared.identity.claims import actor_from
from shared.identity.keys import KeySource
from shared.identity.refusals import Refusal, refused
from shared.identity.second_factor import SecondFactor
from shared.identity.sessions import Sessions
from shared.identity.token_header import ALGORITHMS, read_header

AUDIENCE: Final = "accord"
"""What every token for Accord's services names in `aud`."""

CLOCK_SKEW_SECONDS: Final = 60
"""How far the provider's clock may differ from ours."""

Claims = Mapping[str, Any]


class TokenVerifier:
    """Trusts the tokens of one issuer for one audience; every refusal is counted by its reason.

    Without `second_factor` coordinators need none; without `sessions` a token serves until it expires, so that
    `longest_life` bounds for how long.
    """

    def __init__(
        self,
        keys: KeySource,
        *,
        issuer: str,
        audience: str = AUDIENCE,
        clock: Clock = system_clock,
        second_factor: SecondFactor | None = None,
        sessions: Sessions | None = None,
        longest_life: timedelta | None = None,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        self._second_factor = second_factor
        self._sessions = sessions
        self._longest_life = longest_life

    async def authenticate(self, authorization: Sequence[str]) -> Actor:
        """Return the actor of these Authorization header values; raise Unauthenticated, Forbidden or Unavailable."""
        claims = await self.verify(bearer_token(authorization))
        return actor_from(claims, second_factor=self._second_factor)

    async def verify(self, token: str) -> Claims:
        """Return the claims of a token that may be trusted now; raise Unauthenticated or Unavailable."""
        header = read_header(token)
        key = await self._keys.find(header.key_id)
        if key is None:
            raise refused(Refusal.UNKNOWN_KEY)
        claims = _signed_claims(token, key)
        self._check_addresses(claims)
        self._check_times(claims)
        # Last, so that only what is good in itself is worth a question to the provider.
        if self._sessions is not None and not await self._sessions.lasts(token):
            raise refused(Refusal.SESSION_ENDED)
        return claims

    def _check_addresses(self, claims: Claims) -> None:
        # Keycloak tells ID, refresh and logout tokens from access tokens by this claim alone.
        if claims.get("typ", "Bearer") != "Bearer":
            raise refused(Refusal.WRONG_TYPE)
        if claims.get("iss") != self._issuer:
            raise refused(Refusal.WRONG_ISSUER)
        audience = claims.get("aud")
        meant_for: list[Any] = cast("list[Any]", audience) if isinstance(audience, list) else [audience]
        if self._audience not in meant_for:
            raise refused(Refusal.WRONG_AUDIENCE)

    def _check_times(self, claims: Claims) -> None:
        now = self._clock().timestamp()
        if now >= _seconds(claims.get("exp")) + CLOCK_SKEW_SECONDS:
            raise refused(Refusal.EXPIRED)
        for name in ("nbf", "iat"):
            if name in claims and _seconds(claims[name]) > now + CLOCK_SKEW_SECONDS:
                raise refused(Refusal.NOT_YET_VALID)
        if self._longest_life is not None:
            # Without `iat` (RFC 9068 asks for it) what is left of a token's life must be short enough.
            began = max(_seconds(claims["iat"]), 0) if "iat" in claims else now
            if _seconds(claims["exp"]) > began + self._longest_life.total_seconds():
                raise refused(Refusal.TOO_LONG_LIVED)


def _seconds(value: Any) -> int | float:
    # A NaN would compare as never expired, and True would count as one second.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refused(Refusal.MALFORMED)
    if isinstance(value, float) and not math.isfinite(value):
        raise refused(Refusal.MALFORMED)
    return value


class _AllowedAlgorithms(jws.JWSRegistry):
    """The allow-list; without the library's warning on each token signed under the older name EdDSA."""

    def get_alg(self, name: str) -> JWSAlgModel:
        """Return the algorithm; raise UnsupportedAlgorithmError unless it is on the list."""
        if name not in ALGORITHMS:
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


_REGISTRY: Final = _AllowedAlgorithms(strict_check_header=False)


def _signed_claims(token: str, key: Key) -> Claims:
    try:
        payload = jws.deserialize_compact(token, key, registry=_REGISTRY).payload
        claims = json.loads(payload or b"")
    except (BadSignatureError, KeyParameterError, InvalidKeyCurveError):
        raise refused(Refusal.BAD_SIGNATURE) from None
    except (JoseError, ValueError, RecursionError):
        raise refused(Refusal.MALFORMED) from None
    if not isinstance(claims, dict):
        raise refused(Refusal.MALFORMED)
    return cast("dict[str, Any]", claims)
