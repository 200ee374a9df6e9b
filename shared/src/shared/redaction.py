"""What never reaches a log: credentials, the means of reaching a person, and what somebody wrote into a record."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from structlog.typing import EventDict, WrappedLogger

REDACTED: Final = "[redacted]"
"""Stands where a value was."""

_SENSITIVE_WORDS: Final = frozenset(
    {"authorization", "contact", "contacts", "cookie", "email", "password", "phone", "secret", "token"}
)
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Drivers and validators repeat the value that they complain about, to the end of the line or up to what follows it.
_REPEATED_VALUES: Final = (
    (re.compile(r"(invalid input for query argument \$\d+: ).*"), rf"\1{REDACTED}"),
    (re.compile(r"(invalid input (?:syntax|value) for [^:\n]{1,80}: ).*"), rf"\1{REDACTED}"),
    (re.compile(r"(input_value=).*?(?=, input_type=|$)", re.MULTILINE), rf"\1{REDACTED}"),
    (re.compile(r"(UnicodeEncodeError\('[^']{1,20}', ).*"), rf"\1{REDACTED}"),
    (re.compile(r"(DETAIL: ).*?(?=\n\[SQL|\n\n|\Z)", re.DOTALL), rf"\1{REDACTED}"),
)
_LOOKS_SENSITIVE: Final = (
    *_REPEATED_VALUES,
    (re.compile(r"(?<=://)[^\s/@]*:[^\s/@]*(?=@)"), REDACTED),
    (re.compile(r"(?i)\b(bearer|basic) +[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {REDACTED}"),
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"), REDACTED),
)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank values under keys that name credentials or contacts, and what looks like them inside any text."""
    return {key: _kept(key, value) for key, value in event.items()}


def without_values(text: str) -> str:
    """Return an error's text without the values of a record that PostgreSQL, its driver or pydantic repeat in it."""
    for pattern, replacement in _REPEATED_VALUES:
        text = pattern.sub(replacement, text)
    return text


def _kept(key: str, value: Any) -> Any:
    if _is_sensitive(key):
        return REDACTED
    return _clean(value)


def _clean(value: Any) -> Any:
    match value:
        case str():
            return _clean_text(value)
        case Mapping():
            members = cast("Mapping[Any, Any]", value)
            return {str(key): _kept(str(key), each) for key, each in members.items()}
        case list() | tuple() | set() | frozenset():
            return [_clean(each) for each in cast("Iterable[Any]", value)]
        case _:
            return value


def _clean_text(text: str) -> str:
    for pattern, replacement in _LOOKS_SENSITIVE:
        text = pattern.sub(replacement, text)
    return text


def _is_sensitive(key: str) -> bool:
    return any(word.lower() in _SENSITIVE_WORDS for word in _WORDS.findall(key))
