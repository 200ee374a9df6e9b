"""Opaque cursors of keyset pages: the key of the last row seen, as base64url JSON.

A cursor is not signed: it says only where to go on reading, and every page is read under the reader's own rights.
"""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from math import isfinite
from typing import Any, Final, NoReturn, TypeVar, cast
from uuid import UUID

from shared.errors import Malformed
from shared.http.refusals import malformed_parameter
from shared.http.strict_json import is_storable

Scalar = str | int | float | UUID | datetime
"""What a cursor can be made of."""

ScalarT = TypeVar("ScalarT", str, int, float, UUID, datetime)

_LONGEST: Final = 1024
_BIGINT: Final = 2**63


def encode_cursor(key: Sequence[Scalar]) -> str:
    """Return the cursor that stands behind the row with this key."""
    scalars = [str(part) if isinstance(part, UUID) else part for part in key]
    scalars = [part.isoformat() if isinstance(part, datetime) else part for part in scalars]
    text = json.dumps(scalars, separators=(",", ":"), allow_nan=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> list[Any]:
    """Return the scalars of a cursor; raise Malformed when it was not made by `encode_cursor`."""
    if len(cursor) > _LONGEST:
        raise bad_cursor()
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        decoded: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise bad_cursor() from error
    if not isinstance(decoded, list) or not decoded:
        raise bad_cursor()
    return cast("list[Any]", decoded)


def read_scalar(kind: type[ScalarT], scalar: Any) -> ScalarT:
    """Return one part of a key as the type that the query compares it with, or raise Malformed."""
    try:
        value = _READERS[kind](scalar)
    except (ValueError, TypeError) as error:
        raise bad_cursor() from error
    return value


def bad_cursor() -> Malformed:
    """Return the refusal of a cursor that belongs to no page of this listing."""
    return malformed_parameter("query", "cursor", "Expected a cursor from `next` of a page of this listing.")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _read_text(scalar: Any) -> str:
    if not isinstance(scalar, str) or not is_storable(scalar):
        raise TypeError
    return scalar


def _read_whole(scalar: Any) -> int:
    if not isinstance(scalar, int) or isinstance(scalar, bool) or not -_BIGINT <= scalar < _BIGINT:
        raise TypeError
    return scalar


def _read_number(scalar: Any) -> float:
    if not isinstance(scalar, int | float) or isinstance(scalar, bool) or not isfinite(scalar):
        raise TypeError
    return float(scalar)


def _read_uuid(scalar: Any) -> UUID:
    return UUID(_read_text(scalar))


def _read_moment(scalar: Any) -> datetime:
    moment = datetime.fromisoformat(_read_text(scalar))
    if moment.tzinfo is None:
        raise ValueError(scalar)
    return moment


_READERS: Final[dict[type, Any]] = {
    str: _read_text,
    int: _read_whole,
    float: _read_number,
    UUID: _read_uuid,
    datetime: _read_moment,
}
