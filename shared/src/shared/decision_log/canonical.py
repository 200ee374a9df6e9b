"""Canonical JSON (RFC 8785): one spelling for one value, so that a hash of it means something."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

import rfc8785

LARGEST: Final = 2**53 - 1
"""The largest whole number that every JSON reader takes exactly (RFC 7493, section 2.2)."""


class NotCanonical(ValueError):
    """The value has no exact spelling in canonical JSON that every reader would take alike."""


def canonical(value: Any) -> bytes:
    """Return the canonical UTF-8 spelling of a JSON value; NotCanonical for fractions and numbers beyond 2**53 - 1."""
    _refuse_fractions(value)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise NotCanonical(str(error)) from error


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical spelling, in hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def plain(value: Any) -> Any:
    """Return a value of ours as JSON: ids and dates as texts, a whole number too large for JSON as its digits.

    Fractions are refused with NotCanonical: quantities are whole thousandths where they are logged.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in cast("frozenset[Any]", value))
    if isinstance(value, list | tuple):
        return [plain(each) for each in cast("list[Any]", value)]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else str(value)
    if isinstance(value, str | UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise NotCanonical(f"a {type(value).__name__} cannot be logged: {value!r}")


def _refuse_fractions(value: Any) -> None:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, float):
            raise NotCanonical(f"a fraction has no place in the log: {each!r}")
        if isinstance(each, Mapping):
            waiting += cast("Mapping[Any, Any]", each).values()
        elif isinstance(each, list | tuple):
            waiting += cast("list[Any]", each)
