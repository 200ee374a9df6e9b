"""The unverified head of a token, read only to choose the key and to refuse early what is never accepted."""

import base64
import json
import re
from dataclasses import dataclass
from typing import Any, Final, cast

from shared.identity.refusals import Refusal, refused

MAX_TOKEN_BYTES: Final = 8 * 1024
"""The largest token read; larger ones are refused before they are parsed."""

ALGORITHMS: Final = frozenset({"RS256", "PS256", "ES256", "EdDSA", "Ed25519"})
"""Signature algorithms accepted: asymmetric ones only (Ed25519 is the name RFC 9864 gives to EdDSA)."""

_ACCESS_TOKEN_TYPES: Final = frozenset({"jwt", "at+jwt"})
# RFC 7515, section 2: base64url without padding. The library skips other characters, so one token had many spellings.
_COMPACT: Final = re.compile(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class TokenHeader:
    """What the head of a token claims about its signature; nothing here is verified yet."""

    algorithm: str
    key_id: str | None


def read_header(token: str) -> TokenHeader:
    """Read the head of a token; raise Unauthenticated when it is one that no key could make acceptable."""
    if len(token.encode()) > MAX_TOKEN_BYTES:
        raise refused(Refusal.TOO_LARGE)
    header = _decoded(token)
    algorithm, key_id, kind = header.get("alg"), header.get("kid"), header.get("typ", "JWT")
    # RFC 8725, 3.10: what changes how a token is to be read is not for its sender to choose.
    if "crit" in header or "b64" in header or not isinstance(key_id, str | None):
        raise refused(Refusal.MALFORMED)
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise refused(Refusal.ALGORITHM_NOT_ALLOWED)
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in _ACCESS_TOKEN_TYPES:
        raise refused(Refusal.WRONG_TYPE)
    return TokenHeader(algorithm=algorithm, key_id=key_id)


def _decoded(token: str) -> dict[str, Any]:
    if _COMPACT.fullmatch(token) is None:
        raise refused(Refusal.MALFORMED)
    head = token.partition(".")[0]
    try:
        padded = head + "=" * (-len(head) % 4)
        header = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise refused(Refusal.MALFORMED) from None
    if not isinstance(header, dict):
        raise refused(Refusal.MALFORMED)
    return cast("dict[str, Any]", header)
