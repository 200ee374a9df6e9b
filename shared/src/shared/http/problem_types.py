"""The kinds of problem an API can answer with: their codes, titles, statuses and what a caller can do about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from shared.errors import (
    AccordError,
    Conflict,
    Forbidden,
    InvalidInput,
    Malformed,
    NotFound,
    Unauthenticated,
    Unavailable,
    VersionMismatch,
    VersionRequired,
)

PROBLEM_JSON: Final = "application/problem+json"
"""Media type of every error body (RFC 9457, section 3)."""


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem; its page is `/problems/<code>`, which is also its `type` (RFC 9457, section 3.1.1)."""

    code: str
    status: int
    title: str
    remedy: str
    """What the caller can do, in one or two sentences."""


ERROR_STATUS: Final[Mapping[type[AccordError], int]] = {
    Malformed: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    VersionMismatch: 412,
    InvalidInput: 422,
    VersionRequired: 428,
    Unavailable: 503,
}
"""The status of each branch of the tree in `shared.errors`; a subclass has its branch's status."""


def _of(error: type[AccordError], remedy: str) -> ProblemType:
    return ProblemType(error.code, ERROR_STATUS[error], error.title, remedy)


_SHARED_TYPES: Final = (
    _of(Malformed, "Correct the part of the request that the detail names. Nothing was written."),
    _of(Unauthenticated, "Send a valid access token: Authorization: Bearer <token>."),
    _of(Forbidden, "Ask somebody whose role and scope allow it; sending the request again changes nothing."),
    _of(NotFound, "Check the address; the record may also be one that you may not know of."),
    ProblemType("method-not-allowed", 405, "The address does not know this method", "Use a method that Allow lists."),
    ProblemType("request-timeout", 408, "The body did not arrive in time", "Send the request again, without pauses."),
    _of(Conflict, "Read the record again and see whether the change still makes sense in its present state."),
    ProblemType(
        "idempotency-key-in-use",
        409,
        "A request with this Idempotency-Key is still being handled",
        "Send the same request again in a moment; it will be answered with the result of the first.",
    ),
    _of(VersionMismatch, "Read the record again, apply the change to what it is now, and send the new ETag."),
    ProblemType("content-too-large", 413, "The body is larger than is accepted", "Send less, in several requests."),
    ProblemType(
        "unsupported-media-type", 415, "The body's media type is not accepted", "Send the media type in Accept."
    ),
    _of(InvalidInput, "Correct the fields under `errors`; each names its place and what is expected there."),
    ProblemType(
        "idempotency-key-reused",
        422,
        "This Idempotency-Key belongs to another request",
        "Use a fresh key for a request that differs; repeat a request only with exactly the same body.",
    ),
    _of(VersionRequired, "Read the record, then send its ETag in If-Match with the change."),
    ProblemType(
        "too-many-requests",
        429,
        "More requests came than one caller may send",
        "Send the same request again after the seconds in Retry-After. Nothing was written.",
    ),
    ProblemType("head-too-large", 431, "Query and headers are larger than is accepted", "Send fewer and shorter ones."),
    ProblemType(
        "internal-error",
        500,
        "Something went wrong on our side",
        "Tell the operators the correlation id. It is not known whether the same request would succeed.",
    ),
    _of(Unavailable, "Send the same request again after the seconds in Retry-After. Nothing was half-written."),
)


class ProblemCatalogue:
    """Every problem type of one service, by code; a code that is declared twice raises ValueError."""

    def __init__(self, own: Iterable[ProblemType] = ()) -> None:
        self._types: dict[str, ProblemType] = {}
        for each in (*_SHARED_TYPES, *own):
            if each.code in self._types:
                raise ValueError(f"the problem type {each.code!r} is declared twice")
            self._types[each.code] = each

    def __getitem__(self, code: str) -> ProblemType:
        """Return the type with this code, which must exist."""
        return self._types[code]

    def get(self, code: str) -> ProblemType | None:
        """Return the type with this code, if there is one."""
        return self._types.get(code)

    def for_error(self, error: AccordError) -> ProblemType:
        """Return the error's own type, or the type of the branch it belongs to when its code is not declared."""
        return self._types.get(error.code) or self._types[branch_of(error).code]

    def of_status(self, status: int) -> ProblemType | None:
        """Return the general type of an HTTP status, if Accord answers with that status at all."""
        return next((each for each in self._types.values() if each.status == status), None)


def branch_of(error: AccordError) -> type[AccordError]:
    """Return the branch of the tree in `shared.errors` to which an error belongs; one of none is a Conflict."""
    return next((branch for branch in ERROR_STATUS if isinstance(error, branch)), Conflict)


def phrase_of(status: int) -> str:
    """Return the reason phrase of a status, or the number where there is none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return str(status)
