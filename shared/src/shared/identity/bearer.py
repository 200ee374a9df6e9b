"""The Authorization header taken apart (RFC 6750, section 2.1)."""

from collections.abc import Sequence

from shared.identity.refusals import Refusal, refused


def bearer_token(authorization: Sequence[str]) -> str:
    """Return the token of the only Authorization header given; two headers or another scheme are refused."""
    if not authorization:
        raise refused(Refusal.MISSING)
    if len(authorization) > 1:
        raise refused(Refusal.MALFORMED)
    scheme, _, token = authorization[0].strip().partition(" ")
    if scheme.lower() != "bearer":
        raise refused(Refusal.MALFORMED if authorization[0].strip() else Refusal.MISSING)
    token = token.strip()
    if not token:
        raise refused(Refusal.MISSING)
    return token
