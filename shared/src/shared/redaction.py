"""What never reaches a log: credentials, and the means of reaching a person."""

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
_LOOKS_SENSITIVE: Final = (
    (re.compile(r"(?<=://)[^\s/@]*:[^\s/@]*(?=@)"), REDACTED),
    (re.compile(r"(?i)\b(bearer|basic) +[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {REDACTED}"),
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"), REDACTED),
)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank values under keys that name credentials or contacts, and what looks like them inside any text."""
    return {key: _kept(key, value) for key, value in event.items()}


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
