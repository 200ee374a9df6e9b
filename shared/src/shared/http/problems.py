"""Every exception that leaves a request, turned into one problem document (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import structlog
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from shared.errors import AccordError, InvalidInput, Malformed, Unauthenticated, Unavailable
from shared.http import outages
from shared.http.problem_document import MEMBERS
from shared.http.problem_types import (
    ERROR_STATUS,
    PROBLEM_JSON,
    ProblemCatalogue,
    ProblemType,
    branch_of,
    phrase_of,
)
from shared.http.refusals import UnsupportedMediaType
from shared.http.route_templates import UNMATCHED, RouteTemplates, allowed_methods
from shared.http.telling_outages import OutageLog
from shared.http.validation import field_errors, is_about_unread_body
from shared.logs import current_correlation_id

PROBLEM_CODE_KEY: Final = "accord.problem_code"
"""Where the code of a request's problem stands in its ASGI scope, for the request's log line."""

_NAMED: Final = 5  # as many wrong fields as a sentence bears; `errors` has them all

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Refusal:
    """A problem before it is written: its type, and what is particular to this request."""

    type: ProblemType
    detail: str
    code: str = ""
    title: str = ""
    errors: Sequence[Mapping[str, str]] = ()
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class ProblemWriter:
    """Writes the problem for an exception; only what the exception says to callers reaches the answer.

    `type` is the page of the code where the code is declared, else that of the branch the error belongs to, so
    that it always leads somewhere; `code` is always the error's own.
    """

    def __init__(self, types: ProblemCatalogue) -> None:
        self._types = types
        self._templates = RouteTemplates()
        self._outages = OutageLog()

    def answer(self, error: Exception, scope: Scope) -> Response:
        """Return the response to send, after logging what operators need to know."""
        refusal = self._explain(error, scope)
        code = refusal.code or refusal.type.code
        scope[PROBLEM_CODE_KEY] = code
        body: dict[str, Any] = {
            "type": f"/problems/{refusal.type.code}" if self._types.get(refusal.type.code) else "about:blank",
            "title": refusal.title or refusal.type.title,
            "status": refusal.type.status,
            "detail": refusal.detail,
            "instance": quote(scope["path"]),
            "code": code,
            "correlation_id": current_correlation_id(),
        }
        body |= {key: value for key, value in refusal.extra.items() if key not in MEMBERS}
        if refusal.errors:
            body["errors"] = list(refusal.errors)
        content = json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "replace")
        return Response(content, refusal.type.status, dict(refusal.headers), PROBLEM_JSON)

    def _explain(self, error: Exception, scope: Scope) -> Refusal:
        match error:
            case AccordError():
                return self._of_accord(error, scope)
            case RequestValidationError():
                return self._of_validation(error, scope)
            case HTTPException():
                return self._of_http(error, scope)
            case _:
                return self._of_failure(error, scope)

    def _of_accord(self, error: AccordError, scope: Scope) -> Refusal:
        kind = self._types.for_error(error)
        status = ERROR_STATUS[branch_of(error)]
        title = kind.title if kind.code == error.code else type(error).title
        refusal = Refusal(replace(kind, status=status), error.detail, error.code, title, extra=error.extra)
        match error:
            case InvalidInput():
                errors = [{"pointer": f.pointer, "detail": f.detail, "code": f.code} for f in error.fields]
                return replace(refusal, errors=errors)
            case Unauthenticated():
                return replace(refusal, headers={"WWW-Authenticate": _challenge(scope)})
            case Unavailable():
                return replace(refusal, headers={"Retry-After": str(error.retry_after)})
            case _:
                return refusal

    def _of_validation(self, error: RequestValidationError, scope: Scope) -> Refusal:
        if is_about_unread_body(error):
            return self._of_http(UnsupportedMediaType(Headers(scope=scope).get("content-type")), scope)
        if any(each["type"] == "json_invalid" for each in error.errors()):
            return Refusal(self._types[Malformed.code], "The body is not JSON.")
        errors = field_errors(error)
        named = " ".join(
            f"{e.get('pointer') or e.get('parameter') or 'the body'}: {e['detail']}" for e in errors[:_NAMED]
        )
        more = f" And {len(errors) - _NAMED} more." if len(errors) > _NAMED else ""
        return Refusal(self._types[InvalidInput.code], named + more, errors=errors)

    def _of_http(self, error: HTTPException, scope: Scope) -> Refusal:
        phrase = phrase_of(error.status_code)
        known = self._types.of_status(error.status_code)
        kind = known or ProblemType(phrase.lower().replace(" ", "-"), error.status_code, phrase, "")
        headers = dict(error.headers or {})
        detail = str(error.detail) if error.detail != phrase else ""
        if error.status_code == HTTPStatus.NOT_FOUND:
            detail = detail or "There is nothing at this address."
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(sorted(allowed_methods(scope))) or headers.get("Allow", "")
            detail = detail or f"This address knows {headers['Allow']}."
        return Refusal(kind, detail or f"{kind.title}.", headers=headers)

    def _of_failure(self, error: Exception, scope: Scope) -> Refusal:
        seconds = outages.retry_after(error)
        if seconds is None:
            _log.error("unexpected_error", exc_info=error)
            return Refusal(self._types["internal-error"], "The request failed; the operators can see why.")
        self._outages.tell(error, route=self._templates.of(scope) if "app" in scope else UNMATCHED, retry_after=seconds)
        return Refusal(
            self._types[Unavailable.code],
            "A part that this depends on is away or busy; the same request may succeed in a moment.",
            headers={"Retry-After": str(seconds)},
        )


def _challenge(scope: Scope) -> str:
    """Return RFC 6750's challenge; it names an error only when a token was sent (section 3.1)."""
    sent = "authorization" in Headers(scope=scope)
    return 'Bearer realm="accord", error="invalid_token"' if sent else 'Bearer realm="accord"'
