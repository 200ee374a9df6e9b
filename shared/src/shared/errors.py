"""Every way a request can be refused, as plain exceptions that no framework knows.

AccordError
 ├─ InvalidInput            a field is wrong; `fields` names each one            422
 ├─ Malformed               the request could not be read at all                 400
 ├─ Unauthenticated         no usable token                                      401
 ├─ Forbidden               the actor may not do this                            403
 ├─ NotFound                there is no such record for this actor               404
 ├─ Conflict                the record's state, or another record, forbids it    409
 ├─ VersionMismatch         If-Match names another version                       412
 ├─ VersionRequired         If-Match is missing                                  428
 └─ Unavailable             a part Accord depends on is away; try again          503
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldProblem:
    """One wrong field: where it stands (JSON Pointer, RFC 6901), what is wrong, what is expected."""

    pointer: str
    detail: str
    code: str = "invalid"


class AccordError(Exception):
    """A refusal with a stable `code` (kebab-case, becomes the problem type) and a sentence for people."""

    code = "refused"
    title = "The request was refused"

    def __init__(self, detail: str, *, code: str | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.extra = extra


class InvalidInput(AccordError):
    """One or more fields break a rule; nothing was written."""

    code = "invalid-input"
    title = "Some fields are not as expected"

    def __init__(self, fields: Sequence[FieldProblem], detail: str | None = None) -> None:
        super().__init__(detail or "; ".join(f"{f.pointer}: {f.detail}" for f in fields))
        self.fields = tuple(fields)


class Malformed(AccordError):
    """The request could not be parsed (broken JSON, a bad cursor, a bad header)."""

    code = "malformed-request"
    title = "The request could not be read"


class Unauthenticated(AccordError):
    """The bearer token is missing or cannot be trusted; `detail` says which, never why in secret terms."""

    code = "unauthenticated"
    title = "A valid access token is needed"


class Forbidden(AccordError):
    """The actor is known and may see the record, but may not do this."""

    code = "forbidden"
    title = "This actor may not do this"


class NotFound(AccordError):
    """There is no such record, or this actor may not know of it."""

    code = "not-found"
    title = "No such record"


class Conflict(AccordError):
    """The state of this or another record forbids the change; `code` names the rule."""

    code = "conflict"
    title = "The record's state does not allow this"


class VersionMismatch(AccordError):
    """The record has changed since the version the caller read."""

    code = "version-mismatch"
    title = "The record has changed since it was read"


class VersionRequired(AccordError):
    """A change must say which version it changes."""

    code = "version-required"
    title = "If-Match is required"


class Unavailable(AccordError):
    """Something Accord depends on is away; the same request may succeed after `retry_after` seconds."""

    code = "unavailable"
    title = "Temporarily unavailable"

    def __init__(self, detail: str, *, retry_after: int = 5) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
