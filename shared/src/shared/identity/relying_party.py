"""A service's side of OpenID Connect: the verifier it opens when it starts and closes when it stops."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Final

import httpx

from shared.clock import Clock, system_clock
from shared.identity.introspection import Introspection, IntrospectionEndpoint
from shared.identity.jwks import JwksEndpoint
from shared.identity.key_cache import CachedKeys, CachePolicy
from shared.identity.second_factor import SecondFactor
from shared.identity.sessions import AskedSessions
from shared.identity.tokens import AUDIENCE, TokenVerifier
from shared.settings_identity import IdentitySettings

_TIMEOUT_SECONDS: Final = 5.0
# A proxy named in the environment must not be asked for a provider on this machine.
_DIRECT: Final = {"all://127.0.0.1": None, "all://[::1]": None, "all://localhost": None}


@asynccontextmanager
async def open_verifier(
    issuer: str,
    *,
    jwks_url: str | None = None,
    audience: str = AUDIENCE,
    clock: Clock = system_clock,
    policy: CachePolicy | None = None,
    second_factor: SecondFactor | None = None,
    introspection: Introspection | None = None,
    longest_life: timedelta | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncGenerator[TokenVerifier, None]:
    """Open a verifier over the provider's published keys; nothing is asked of it before the first token."""
    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, transport=transport, mounts=_DIRECT) as client:
        endpoint = JwksEndpoint(client, issuer=issuer, jwks_url=jwks_url)
        keys = CachedKeys(endpoint.fetch, clock=clock, policy=policy)
        yield TokenVerifier(
            keys,
            issuer=issuer,
            audience=audience,
            clock=clock,
            second_factor=second_factor,
            sessions=_asked_sessions(client, introspection, clock) if introspection else None,
            longest_life=longest_life,
        )


def verifier_for(
    settings: IdentitySettings, *, clock: Clock = system_clock, transport: httpx.AsyncBaseTransport | None = None
) -> AbstractAsyncContextManager[TokenVerifier]:
    """Open the verifier that a service's settings describe."""
    return open_verifier(
        settings.oidc_issuer,
        jwks_url=settings.oidc_jwks_url,
        audience=settings.oidc_audience,
        clock=clock,
        second_factor=settings.second_factor(),
        introspection=settings.introspection(),
        longest_life=settings.longest_token_life(),
        transport=transport,
    )


def _asked_sessions(client: httpx.AsyncClient, access: Introspection, clock: Clock) -> AskedSessions:
    endpoint = IntrospectionEndpoint(client, access)
    return AskedSessions(endpoint.is_active, clock=clock, serves_for=access.serves_for)
