"""FastAPI's validation errors, turned into the places and sentences that a caller can act on."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from fastapi.exceptions import RequestValidationError

from shared.http.expectations import expectation
from shared.http.pointers import json_pointer

MOST_ERRORS: Final = 100
"""How many wrong fields one answer names; a body can hold more mistakes than anybody reads."""


def field_errors(error: RequestValidationError) -> list[dict[str, str]]:
    """Return each wrong field: in the body by its `pointer`, elsewhere by `in` and `parameter`."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for each in error.errors():
        described = _described(cast("Mapping[str, Any]", each), error.body)
        # A union reports the same place once for each of its members.
        found.setdefault(tuple(described.values()), described)
    return list(found.values())[:MOST_ERRORS]


def is_about_unread_body(error: RequestValidationError) -> bool:
    """Whether the body was left unparsed because its media type is not JSON."""
    return isinstance(error.body, bytes) and any(_place(each) == "body" for each in error.errors())


def _described(error: Mapping[str, Any], body: Any) -> dict[str, str]:
    location: Sequence[str | int] = error["loc"]
    place = _place(error)
    code = str(error["type"]).replace("_", "-")
    if place == "body":
        pointer = json_pointer(_path_in(body, location[1:], absent=error["type"] == "missing"))
        return {"pointer": pointer, "detail": expectation(error), "code": code}
    parameter = str(location[1]) if len(location) > 1 else ""
    return {"in": place, "parameter": parameter, "detail": expectation(error), "code": code}


def _place(error: Any) -> str:
    location: Sequence[str | int] = error["loc"]
    return str(location[0]) if location else "body"


def _path_in(body: Any, location: Sequence[str | int], *, absent: bool) -> list[str | int]:
    """Keep the steps that exist in the body: pydantic also names union members, which no pointer could follow."""
    path: list[str | int] = []
    here = body
    for position, step in enumerate(location, start=1):
        if isinstance(here, dict) and step in here:
            here = cast("dict[str | int, Any]", here)[step]
        elif isinstance(here, list) and isinstance(step, int) and step < len(cast("list[Any]", here)):
            here = cast("list[Any]", here)[step]
        elif not (absent and position == len(location)):
            continue
        path.append(step)
    return path
