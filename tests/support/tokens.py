"""An identity provider in a few lines: tokens for every role, valid or broken, without a network.

    forge = TokenForge()
    app.state.token_verifier = forge.verifier()
    await client.post("/needs", headers=forge.as_recipient("BFA"), json=...)

See `tests.support.broken_tokens` for one token per reason of refusal.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, quote_plus

import httpx
from joserfc.jwk import JWKRegistry, Key

from shared.clock import Clock, system_clock
from shared.identity.actor import Role
from shared.identity.keys import StaticKeys
from shared.identity.tokens import AUDIENCE, TokenVerifier
from tests.support.compact_token import signed

ISSUER: Final = "https://identity.test"

CLIENT: Final = ("accord", "the services' secret")
"""The client as which services may ask a forge about sessions, at `{issuer}/introspect`."""
CLIENT_AUTHORIZATION: Final = "Basic " + b64encode(":".join(map(quote_plus, CLIENT)).encode()).decode()

ABSENT: Final[Any] = object()
"""`forge.token(exp=ABSENT)` leaves a claim or a header field out."""

_KEY_KINDS: Final[Mapping[str, tuple[str, str | int]]] = {
    "RS256": ("RSA", 2048),
    "PS256": ("RSA", 2048),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
    "Ed25519": ("OKP", "Ed25519"),
}
_DEFAULT_SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    Role.RECIPIENT: {"state": "BFA"},
    Role.DONOR: {"organisation": "eu"},
}
_SIGNED_IN_BY: Final[Mapping[str, Mapping[str, list[str]]]] = {Role.COORDINATOR: {"amr": ["pwd", "otp"]}}


class TokenForge:
    """One provider with its own key pair.

    `away = True` makes its HTTP side fail, `asked` lists its requests, `ended` holds tokens whose session is over.
    """

    def __init__(self, *, issuer: str = ISSUER, clock: Clock = system_clock, algorithm: str = "ES256") -> None:
        self.issuer = issuer
        self.algorithm = algorithm
        self.away = False
        self.asked: list[str] = []
        self.ended: set[str] = set()
        self._clock = clock
        self._published: list[Key] = []
        self.rotate()

    @property
    def key(self) -> Key:
        """The private key that signs now."""
        return self._published[-1]

    def rotate(self, *, keep_former: bool = True) -> None:
        """Sign with a new key from now on; the former stays published unless told otherwise."""
        kind, size = _KEY_KINDS[self.algorithm]
        key = JWKRegistry.generate_key(kind, size, {"use": "sig"}, auto_kid=True)
        self._published = [*(self._published if keep_former else []), key]

    def key_set(self) -> dict[str, Any]:
        """Return the public keys as a JSON Web Key Set."""
        return {"keys": [key.as_dict(private=False) for key in self._published]}

    def claims(self, role: str = Role.RECIPIENT, **overrides: Any) -> dict[str, Any]:
        """Return good claims for a role, then overridden; a recipient speaks for BFA and a donor for eu.

        A coordinator has signed in with a second factor.
        """
        now = _seconds(self._clock())
        scope = {**_DEFAULT_SCOPES.get(role, {}), **_scope_in(overrides)}
        subject = "-".join([role, *map(str, scope.values())])
        times = {"iat": now, "exp": now + 3600}
        base = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": subject,
            "role": role,
            **scope,
            **times,
            **_SIGNED_IN_BY.get(role, {}),
        }
        return _without_absent({**base, **overrides})

    def token(
        self,
        role: str = Role.RECIPIENT,
        *,
        header: Mapping[str, Any] | None = None,
        key: Key | None = None,
        **overrides: Any,
    ) -> str:
        """Return a signed token: `token("donor", organisation="deu", exp=ABSENT, header={"typ": "JWT"})`."""
        head = {"alg": self.algorithm, "kid": self.key.kid, "typ": "at+jwt", **(header or {})}
        return signed(_without_absent(head), self.claims(role, **overrides), key or self.key)

    def headers(self, role: str = Role.RECIPIENT, **overrides: Any) -> dict[str, str]:
        """Return the headers of a request with such a token."""
        return {"Authorization": f"Bearer {self.token(role, **overrides)}"}

    def as_recipient(self, state: str = "BFA") -> dict[str, str]:
        """Return the headers of the national authority of a State."""
        return self.headers(Role.RECIPIENT, state=state)

    def as_donor(self, organisation: str = "eu") -> dict[str, str]:
        """Return the headers of a donor."""
        return self.headers(Role.DONOR, organisation=organisation)

    def as_coordinator(self, *regions: str) -> dict[str, str]:
        """Return the headers of a coordinator of these regions, or of all."""
        return self.headers(Role.COORDINATOR, regions=list(regions) or ABSENT)

    def as_observer(self) -> dict[str, str]:
        """Return the headers of an observer."""
        return self.headers(Role.OBSERVER)

    def verifier(self, clock: Clock | None = None) -> TokenVerifier:
        """Return a verifier that trusts the keys published now, and no network."""
        return TokenVerifier(StaticKeys(self.key_set()), issuer=self.issuer, clock=clock or self._clock)

    def transport(self) -> httpx.MockTransport:
        """Return an httpx transport that answers as this provider: discovery document and key set."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.away:
            raise httpx.ConnectError("the provider is away", request=request)
        if request.url.path == "/introspect":
            return self._introspect(request)
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, json={"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"})
        return httpx.Response(200, json=self.key_set())

    def _introspect(self, request: httpx.Request) -> httpx.Response:
        if request.headers.get("Authorization") != CLIENT_AUTHORIZATION:
            return httpx.Response(401, json={"error": "invalid_client"})
        token = parse_qs(request.content.decode())["token"][0]
        return httpx.Response(200, json={"active": token not in self.ended})


def _scope_in(overrides: Mapping[str, Any]) -> dict[str, Any]:
    return {name: overrides[name] for name in ("state", "organisation") if name in overrides}


def _without_absent(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not ABSENT}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
