"""A service's side of OpenID Connect: the verifier it opens when it starts and closes when it stops."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import httpx

from shared.clock import Clock, system_clock
from shared.identity.jwks import JwksEndpoint
from shared.identity.key_cache import CachedKeys, CachePolicy
from shared.identity.tokens import AUDIENCE, TokenVerifier

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
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncGenerator[TokenVerifier, None]:
    """Open a verifier over the provider's published keys; nothing is fetched before the first token."""
    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, transport=transport, mounts=_DIRECT) as client:
        endpoint = JwksEndpoint(client, issuer=issuer, jwks_url=jwks_url)
        keys = CachedKeys(endpoint.fetch, clock=clock, policy=policy)
        yield TokenVerifier(keys, issuer=issuer, audience=audience, clock=clock)
