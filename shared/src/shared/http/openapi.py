"""OpenAPI that tells the whole truth: every error an operation can answer with, as `application/problem+json`."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.http.problem_document import problem_schemas
from shared.http.problem_types import PROBLEM_JSON, ProblemCatalogue, phrase_of

_METHODS: Final = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})
_READS: Final = frozenset({"get", "head"})
_IF_NONE_MATCH: Final = "If-None-Match"
_EVERYWHERE: Final = (400, 429, 500, 503)
_WITH_TOKEN: Final = (401, 403)
_WITH_PATH_PARAMETER: Final = (404,)
_WITH_BODY: Final = (408, 413, 415, 422)
_WITH_IF_MATCH: Final = (412, 428)
_WITH_IDEMPOTENCY_KEY: Final = (409,)

# Our own words: Python's phrases differ between its versions, and the document is committed and compared.
_TYPES: Final = ProblemCatalogue()
_HEADERS: Final[Mapping[int, str]] = {401: "WWW-Authenticate", 415: "Accept", 429: "Retry-After", 503: "Retry-After"}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of a route that refuses with these statuses, beyond those that every route has."""
    return {status: _response(status) for status in statuses}


def document_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Complete a generated OpenAPI document in place, and return it.

    Each operation gets the refusals that follow from its shape: 400, 429, 500 and 503 always; 401 and 403 with a token;
    404 with a path parameter; 408, 413, 415 and 422 with a body; 422 with any parameter; 412 and 428 with If-Match;
    409 with Idempotency-Key. If-Match is marked as required, which its absence is answered as (428).
    """
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    if "Problem" in schemas:
        return schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas |= problem_schemas()
    schema["components"]["schemas"] = dict(sorted(schemas.items()))
    for method, operation in _operations(schema):
        _keep_revalidation_to_reads(method, operation)
        responses = operation.setdefault("responses", {})
        if _names_generic_validation_error(responses.get("422", {})):
            del responses["422"]
        for status in _statuses_of(operation):
            responses.setdefault(str(status), _response(status))
        if any(parameter["name"] == _IF_NONE_MATCH for parameter in operation.get("parameters", [])):
            responses.setdefault("304", {"description": "The caller has the current version"})
        operation["responses"] = dict(sorted(responses.items()))
    return schema


def _response(status: int) -> dict[str, Any]:
    kind = _TYPES.of_status(status)
    response: dict[str, Any] = {
        "description": kind.title if kind else phrase_of(status),
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in _HEADERS:
        response["headers"] = {_HEADERS[status]: {"schema": {"type": "string"}}}
    return response


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in schema.get("paths", {}).values():
        for method, operation in path.items():
            if method in _METHODS:
                yield method, operation


def _keep_revalidation_to_reads(method: str, operation: dict[str, Any]) -> None:
    parameters = operation.get("parameters", [])
    if method not in _READS and parameters:
        operation["parameters"] = [each for each in parameters if each["name"] != _IF_NONE_MATCH]


def _statuses_of(operation: dict[str, Any]) -> Iterator[int]:
    yield from _EVERYWHERE
    if operation.get("security"):
        yield from _WITH_TOKEN
    if "requestBody" in operation:
        yield from _WITH_BODY
    for parameter in operation.get("parameters", []):
        yield 422
        yield from _statuses_of_parameter(parameter)


def _statuses_of_parameter(parameter: dict[str, Any]) -> Iterator[int]:
    name = parameter["name"].lower()
    if parameter["in"] == "path":
        yield from _WITH_PATH_PARAMETER
    elif parameter["in"] == "header" and name == "if-match":
        parameter["required"] = True
        parameter["schema"] = {"type": "string", "pattern": '^"[0-9]+"$'}
        yield from _WITH_IF_MATCH
    elif parameter["in"] == "header" and name == "idempotency-key":
        yield from _WITH_IDEMPOTENCY_KEY


def _names_generic_validation_error(response: Mapping[str, Any]) -> bool:
    content: Mapping[str, Any] = response.get("content", {})
    return "HTTPValidationError" in str(content.get("application/json", {}))
