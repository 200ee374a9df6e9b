"""Form bodies and query strings read as OAuth demands: every parameter at most once (RFC 6749, section 3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from accord.identity_provider.oauth_errors import OAuthError

Parameters = Mapping[str, str]

_LARGEST_BODY_BYTES: Final = 16 * 1024


async def read_form(request: Request) -> Parameters:
    """Return the fields of an urlencoded body; raise OAuthError for any other body, or a large one."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise OAuthError("invalid_request", "Send the parameters as application/x-www-form-urlencoded.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY_BYTES:
            raise OAuthError("invalid_request", "The request is too large.")
    try:
        return only_once(parse_qsl(body.decode(), keep_blank_values=False, max_num_fields=50))
    except ValueError as error:
        raise OAuthError("invalid_request", "The body is no urlencoded form.") from error


def only_once(pairs: Sequence[tuple[str, str]]) -> Parameters:
    """Return the parameters; raise OAuthError when one is given twice."""
    repeated = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if repeated:
        raise OAuthError("invalid_request", f"Given more than once: {', '.join(sorted(repeated))}.")
    return dict(pairs)


def required(parameters: Parameters, name: str) -> str:
    """Return a parameter; raise OAuthError when it is missing."""
    if not (value := parameters.get(name)):
        raise OAuthError("invalid_request", f"The parameter {name!r} is missing.")
    return value
