"""Exported entries: JSON Lines in ASCII, one entry a line, each with exactly the same keys.

    {"number", "at", "action", "previous_hash", "content_hash", "hash", "content", "reason_text": {"salt", "text"}}

Reading is strict, since what a reader of the file sees must be what was checked: no key twice, none missing, none more.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, NoReturn, cast

from shared.decision_log.commitments import SALT_DIGITS, SaltedText
from shared.decision_log.entry import Entry, Link

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_KEYS: Final = ("number", "at", "action", "previous_hash", "content_hash", "hash", "content", "reason_text")


class UnreadableEntry(ValueError):
    """The line is no exported entry; the message says what is wrong with it."""


def document_of(entry: Entry) -> dict[str, Any]:
    """Return the entry as a JSON object."""
    text = entry.reason_text
    rest = {"hash": entry.hash, "content": entry.content, "reason_text": None if text is None else asdict(text)}
    return asdict(entry.link) | rest


def line_of(entry: Entry) -> bytes:
    """Return the entry as a line, with its end."""
    return json.dumps(document_of(entry), sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def read_line(line: bytes | str) -> Entry:
    """Return the entry of a line; raise UnreadableEntry."""
    try:
        found: Any = json.loads(line, object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as error:
        raise UnreadableEntry(f"it is not JSON as it was written ({error})") from error
    if not isinstance(found, dict) or set(cast("dict[str, Any]", found)) != set(_KEYS):
        raise UnreadableEntry(f"it is not an object of {', '.join(_KEYS)}")
    return _entry(cast("dict[str, Any]", found))


def _entry(found: Mapping[str, Any]) -> Entry:
    number, content = found["number"], found["content"]
    if not isinstance(number, int) or isinstance(number, bool):
        raise UnreadableEntry("its number is no whole number")
    if not all(isinstance(found[name], str) for name in ("at", "action")):
        raise UnreadableEntry("its time or its action is no text")
    if content is not None and not isinstance(content, dict):
        raise UnreadableEntry("its content is no object")
    before, of_content, own = (_hash(found, name) for name in ("previous_hash", "content_hash", "hash"))
    link = Link(number, found["at"], found["action"], before, of_content)
    return Entry(link, own, cast("dict[str, Any] | None", content), _text(found["reason_text"]))


def _hash(found: Mapping[str, Any], name: str) -> str:
    value = found[name]
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise UnreadableEntry(f"its {name} is no SHA-256 in hex digits")
    return value


def _text(found: Any) -> SaltedText | None:
    if found is None:
        return None
    given = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    salt, text = given.get("salt"), given.get("text")
    if given.keys() != {"salt", "text"} or not isinstance(text, str) or not isinstance(salt, str):
        raise UnreadableEntry("its reason_text is no salt and text")
    if not _HASH.fullmatch(salt) or len(salt) != SALT_DIGITS:
        raise UnreadableEntry("the salt of its reason_text is no 32 bytes in hex digits")
    return SaltedText(salt, text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_fraction(written: str) -> NoReturn:
    raise ValueError(f"the log has no number like {written}")
