"""The provider itself: what its endpoints share, and the tokens it issues."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from accord.identity_provider.accounts import Account, demo_accounts
from accord.identity_provider.authorization_codes import AuthorizationCodes, Grant
from accord.identity_provider.signing_keys import SigningKeys
from shared.clock import Clock, system_clock
from shared.identifiers import new_id
from shared.identity.tokens import AUDIENCE

TOKEN_LIFETIME: Final = timedelta(hours=1)


class Provider:
    """One issuer with its keys, demo accounts and open sign-ins."""

    def __init__(self, issuer: str, *, data_dir: Path, clock: Clock = system_clock) -> None:
        self.issuer = issuer
        self.keys = SigningKeys.kept_in(data_dir)
        self.accounts = demo_accounts()
        self.codes = AuthorizationCodes(clock)
        self._clock = clock

    def token_answer(self, account: Account, *, client_id: str) -> dict[str, Any]:
        """Return the answer to a token request: an access token in the profile of RFC 9068, valid for an hour."""
        claims = {**self._about(account), **account.claims(), "aud": AUDIENCE, "client_id": client_id}
        claims["jti"] = str(new_id())
        lifetime = int(TOKEN_LIFETIME.total_seconds())
        token = self.keys.sign(claims, kind="at+jwt")
        return {"access_token": token, "token_type": "Bearer", "expires_in": lifetime}

    def id_token(self, grant: Grant) -> str:
        """Return who has signed in, for the client that asked (OpenID Connect Core 1.0, section 2)."""
        claims = {**self._about(grant.account), **grant.account.claims(), "aud": grant.request.client_id}
        nonce = {"nonce": grant.request.nonce} if grant.request.nonce else {}
        signed_in = {"name": grant.account.name, "auth_time": int(grant.granted_at.timestamp())}
        return self.keys.sign({**claims, **signed_in, **nonce}, kind="JWT")

    def _about(self, account: Account) -> dict[str, Any]:
        now = int(self._clock().timestamp())
        lifetime = int(TOKEN_LIFETIME.total_seconds())
        return {"iss": self.issuer, "sub": account.subject, "iat": now, "exp": now + lifetime}


def provider_of(request: Request) -> Provider:
    """Return the provider that the application serves."""
    provider: Provider = request.app.state.provider
    return provider


ServedBy = Annotated[Provider, Depends(provider_of)]
"""A route parameter of this type is the provider."""
