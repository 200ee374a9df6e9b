"""One token for each reason of refusal, as an attacker or a wrong clock would present it."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Final

from joserfc.jwk import ECKey, OKPKey, RSAKey

from shared.identity.actor import Role
from shared.identity.refusals import Refusal
from tests.support.compact_token import segment, unsigned
from tests.support.tokens import TokenForge


def without_signature(forge: TokenForge) -> str:
    """Return a token with the algorithm `none`."""
    return unsigned({"alg": "none", "kid": forge.key.kid}, forge.claims(Role.COORDINATOR)) + "."


def signed_with_the_public_key(forge: TokenForge) -> str:
    """Return a token whose HMAC secret is the public key everybody may read."""
    if not isinstance(forge.key, RSAKey | ECKey | OKPKey):
        raise TypeError("a forge has an asymmetric key")
    message = unsigned({"alg": "HS256", "kid": forge.key.kid}, forge.claims(Role.COORDINATOR))
    return f"{message}.{segment(hmac.digest(forge.key.as_pem(), message.encode(), hashlib.sha256))}"


def signed_by_a_stranger(forge: TokenForge) -> str:
    """Return a token that names the provider's key and is signed by another."""
    stranger = TokenForge(issuer=forge.issuer, algorithm=forge.algorithm)
    return forge.token(Role.COORDINATOR, key=stranger.key)


def with_claims_exchanged(forge: TokenForge) -> str:
    """Return an observer's token in which somebody has written `coordinator`."""
    head, _, signature = forge.token(Role.OBSERVER).split(".")
    payload = unsigned({}, forge.claims(Role.COORDINATOR)).partition(".")[2]
    return f"{head}.{payload}.{signature}"


def naming_an_unknown_key(forge: TokenForge) -> str:
    """Return a token signed by a key the provider has never published."""
    stranger = TokenForge(issuer=forge.issuer, algorithm=forge.algorithm)
    return stranger.token(Role.COORDINATOR)


BROKEN: Final[Mapping[Refusal, Callable[[TokenForge], str]]] = {
    Refusal.MALFORMED: lambda _: "not.a.token",
    Refusal.TOO_LARGE: lambda forge: forge.token(padding="x" * 9000),
    Refusal.ALGORITHM_NOT_ALLOWED: without_signature,
    Refusal.WRONG_TYPE: lambda forge: forge.token(header={"typ": "logout+jwt"}),
    Refusal.UNKNOWN_KEY: naming_an_unknown_key,
    Refusal.BAD_SIGNATURE: signed_by_a_stranger,
    Refusal.WRONG_ISSUER: lambda forge: forge.token(iss="https://elsewhere.test"),
    Refusal.WRONG_AUDIENCE: lambda forge: forge.token(aud="another-service"),
    Refusal.EXPIRED: lambda forge: forge.token(exp=forge.claims()["iat"] - 3600),
    Refusal.NOT_YET_VALID: lambda forge: forge.token(nbf=forge.claims()["iat"] + 3600),
}
"""Every reason that lies in a token itself, for any verifier: `BROKEN[Refusal.EXPIRED](forge)` is an expired token."""
