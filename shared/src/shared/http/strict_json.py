"""JSON read without leniency: what Python's parser lets pass and PostgreSQL or a second parser would not."""

import json
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, Final, NoReturn, cast

from shared.errors import Malformed
from shared.http.pointers import json_pointer

MAX_DEPTH: Final = 32
"""How deep arrays and objects may stand inside each other."""


def parse_strictly(body: bytes, *, max_depth: int = MAX_DEPTH) -> Any:
    """Return the document, or raise Malformed with what is wrong and where.

    Refused: anything but UTF-8 (RFC 8259, section 8.1), NaN and infinities, numbers beyond a double or of more than
    4,300 digits, a name twice in one object, nesting deeper than `max_depth`, U+0000 and unpaired surrogates.
    """
    try:
        document = json.loads(
            body.decode("utf-8"), object_pairs_hook=_object_of_distinct_names, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise Malformed(
            f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            line=error.lineno,
            column=error.colno,
        ) from error
    except UnicodeDecodeError as error:
        raise Malformed("The body is not UTF-8, as JSON must be.") from error
    except RecursionError as error:
        raise _too_deep(max_depth) from error
    except ValueError as error:  # Python refuses to convert a number of thousands of digits
        raise Malformed("The body holds a number of too many digits.") from error
    _inspect_scalar((), document)
    _inspect(document, max_depth)
    return document


def _object_of_distinct_names(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise Malformed(f"An object names {_shown(name)} more than once.")
            seen.add(name)
    return members


def _refuse_constant(constant: str) -> NoReturn:
    raise Malformed(f"{constant} is not a JSON number.")


def _inspect(document: Any, max_depth: int) -> None:
    pending: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while pending:
        path, value = pending.pop()
        for key, child in _members(value):
            if isinstance(key, str):
                _inspect_scalar(path, key)
            if not isinstance(child, dict | list):
                _inspect_scalar((*path, key), child)
                continue
            if len(path) + 2 > max_depth:
                raise _too_deep(max_depth)
            pending.append(((*path, key), cast("Any", child)))


def _members(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).items()
    return enumerate(cast("list[Any]", value)) if isinstance(value, list) else ()


def _inspect_scalar(path: Sequence[str | int], value: Any) -> None:
    if isinstance(value, float) and not isfinite(value):
        raise Malformed(f"The number at {json_pointer(path)!r} is too large.")
    if isinstance(value, str) and not is_storable(value):
        raise Malformed(f"The text at {json_pointer(path)!r} holds U+0000 or an unpaired surrogate.")


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text: it has no U+0000 and can be written as UTF-8."""
    if "\0" in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _too_deep(max_depth: int) -> Malformed:
    return Malformed(f"The body nests arrays or objects more than {max_depth} levels deep.")


def _shown(name: str) -> str:
    return json.dumps(name[:80])
