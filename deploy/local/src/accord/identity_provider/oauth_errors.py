"""How a token request is refused: the error codes of RFC 6749, section 5.2."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse

NEVER_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""Headers of everything that carries a token or says why there is none."""


class OAuthError(Exception):
    """A refusal with a code that clients know and a sentence for people."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


async def render_oauth_error(_: Request, error: Exception) -> JSONResponse:
    """Answer 401 to a client that is not who it says, 400 to all else."""
    if not isinstance(error, OAuthError):
        raise error
    unknown_client = error.code == "invalid_client"
    return JSONResponse(
        {"error": error.code, "error_description": error.description},
        HTTPStatus.UNAUTHORIZED if unknown_client else HTTPStatus.BAD_REQUEST,
        {**NEVER_STORED, **({"WWW-Authenticate": 'Basic realm="accord"'} if unknown_client else {})},
    )
