"""Why an access token is refused: a closed list, so that clients and alerts can tell the cases apart."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from prometheus_client import Counter

from shared.errors import Unauthenticated


class Refusal(StrEnum):
    """The stable reasons; they are label values of a metric and part of the problem document."""

    MISSING = "missing"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    ALGORITHM_NOT_ALLOWED = "algorithm_not_allowed"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    TOO_LONG_LIVED = "too_long_lived"
    SESSION_ENDED = "session_ended"


_SENTENCES: Final[Mapping[Refusal, str]] = {
    Refusal.MISSING: "The request carries no access token; send it as 'Authorization: Bearer <token>'.",
    Refusal.MALFORMED: "The access token cannot be read as a signed JSON Web Token.",
    Refusal.TOO_LARGE: "The access token is larger than 8 KiB.",
    Refusal.ALGORITHM_NOT_ALLOWED: "The access token is signed with an algorithm that is not accepted.",
    Refusal.WRONG_TYPE: "The token is not an access token.",
    Refusal.UNKNOWN_KEY: "The access token names a key that the identity provider does not publish.",
    Refusal.BAD_SIGNATURE: "The signature of the access token does not match.",
    Refusal.WRONG_ISSUER: "The access token comes from another identity provider.",
    Refusal.WRONG_AUDIENCE: "The access token is meant for another audience.",
    Refusal.EXPIRED: "The access token has expired.",
    Refusal.NOT_YET_VALID: "The access token is not valid yet.",
    Refusal.TOO_LONG_LIVED: "The access token lives longer than is accepted.",
    Refusal.SESSION_ENDED: "The session of this access token has ended; sign in again.",
}
_CODES: Final[Mapping[Refusal, str]] = {Refusal.SESSION_ENDED: "session-ended"}

TOKENS_REFUSED = Counter("identity_tokens_refused", "Access tokens refused, by reason.", ["reason"])
for _reason in Refusal:
    TOKENS_REFUSED.labels(_reason.value)


def refused(reason: Refusal) -> Unauthenticated:
    """Count the refusal and return the error to raise; its `extra["reason"]` is the stable reason."""
    TOKENS_REFUSED.labels(reason.value).inc()
    return Unauthenticated(_SENTENCES[reason], code=_CODES.get(reason), reason=reason.value)
