"""The provider itself: what its endpoints share, and the tokens it issues."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from accord.identity_provider.accounts import Account, demo_accounts
from accord.identity_provider.authorization_codes import AuthorizationCodes, Grant
from accord.identity_provider.demo_names import NOTHING_ASKED
from accord.identity_provider.revocations import Revocations
from accord.identity_provider.signing_keys import SigningKeys
from shared.clock import Clock, system_clock
from shared.errors import Unauthenticated
from shared.identifiers import new_id
from shared.identity.keys import StaticKeys
from shared.identity.tokens import AUDIENCE, TokenVerifier

TOKEN_LIFETIME: Final = timedelta(hours=1)


class Provider:
    """One issuer with its keys, demo accounts and open sign-ins."""

    def __init__(self, issuer: str, *, data_dir: Path, clock: Clock = system_clock) -> None:
        self.issuer = issuer
        self.keys = SigningKeys.kept_in(data_dir)
        self.accounts = demo_accounts()
        self.codes = AuthorizationCodes(clock)
        self.revocations = Revocations(data_dir, clock)
        self._clock = clock

    def token_answer(self, account: Account, *, client_id: str, signed_in: bool = False) -> dict[str, Any]:
        """Return the answer to a token request: an access token in the profile of RFC 9068, valid for an hour.

        Somebody who signed in is told from a program by `amr`.
        """
        claims = {**self._about(account), **account.claims(), "aud": AUDIENCE, "client_id": client_id}
        claims |= {"jti": str(new_id()), **({"amr": [NOTHING_ASKED]} if signed_in else {})}
        lifetime = int(TOKEN_LIFETIME.total_seconds())
        token = self.keys.sign(claims, kind="at+jwt")
        return {"access_token": token, "token_type": "Bearer", "expires_in": lifetime}

    def id_token(self, grant: Grant) -> str:
        """Return who has signed in, for the client that asked (OpenID Connect Core 1.0, section 2)."""
        claims = {**self._about(grant.account), **grant.account.claims(), "aud": grant.request.client_id}
        nonce = {"nonce": grant.request.nonce} if grant.request.nonce else {}
        how = {"auth_time": int(grant.granted_at.timestamp()), "amr": [NOTHING_ASKED]}
        return self.keys.sign({**claims, "name": grant.account.name, **how, **nonce}, kind="JWT")

    async def living_claims(self, token: str) -> Mapping[str, Any] | None:
        """Return the claims of an access token of ours that services would trust now, else None."""
        keys = StaticKeys(self.keys.public_set())
        try:
            claims = await TokenVerifier(keys, issuer=self.issuer, clock=self._clock).verify(token)
        except Unauthenticated:
            return None
        return None if claims["jti"] in self.revocations else claims

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
