"""Authorization codes with PKCE (RFC 7636): each serves once, soon, and only who asked for it."""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from accord.identity_provider.accounts import Account
from accord.identity_provider.oauth_errors import OAuthError
from shared.clock import Clock

LIFETIME: Final = timedelta(seconds=60)
CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""A SHA-256 digest in base64url: the only challenge method is S256."""


@dataclass(frozen=True)
class CodeRequest:
    """What the client asked for, which the exchange must repeat."""

    client_id: str
    redirect_uri: str
    challenge: str
    scope: str = ""
    nonce: str | None = None


@dataclass(frozen=True)
class Grant:
    """A sign-in waiting to be exchanged for tokens."""

    request: CodeRequest
    account: Account
    granted_at: datetime


class AuthorizationCodes:
    """The codes given out and not yet exchanged; they are forgotten when the process ends."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._grants: dict[str, Grant] = {}

    def issue(self, request: CodeRequest, account: Account) -> str:
        """Return a new code for a sign-in, and forget those that have expired."""
        self._grants = {code: grant for code, grant in self._grants.items() if not self._expired(grant)}
        code = secrets.token_urlsafe(32)
        self._grants[code] = Grant(request, account, self._clock())
        return code

    def redeem(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Grant:
        """Return what the code stands for and use it up; raise OAuthError (`invalid_grant`) on any mismatch."""
        grant = self._grants.pop(code, None)
        if grant is None or self._expired(grant):
            raise OAuthError("invalid_grant", "The code is unknown, used or expired.")
        if (grant.request.client_id, grant.request.redirect_uri) != (client_id, redirect_uri):
            raise OAuthError("invalid_grant", "The code was given to another client or redirect_uri.")
        if not secrets.compare_digest(_challenge_of(verifier), grant.request.challenge):
            raise OAuthError("invalid_grant", "The code_verifier does not match the code_challenge.")
        return grant

    def _expired(self, grant: Grant) -> bool:
        return self._clock() - grant.granted_at >= LIFETIME


def _challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
