"""Checking an exported log from its first entry to its last, against whatever checkpoints are known.

What is found: an entry changed, removed, inserted, doubled or moved; a text that is not the one that was written; with
a checkpoint also a tail that was cut off, or written anew with hashes that fit. A content that is withheld is
not checked, only its link: its number, time, action and place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from shared.decision_log.canonical import NotCanonical, digest
from shared.decision_log.checkpoint import Checkpoint
from shared.decision_log.entry import NOTHING_BEFORE, Entry, Head
from shared.decision_log.lines import UnreadableEntry, read_line
from shared.decision_log.writing import BEGIN, FORMAT


class BrokenLog(Exception):
    """The log is not as it was written; `number` is the first entry that shows it."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"entry {number}: {what}")
        self.number = number
        self.what = what


@dataclass
class Verified:
    """What was found in order: the log, its last entry, and how much of it could be read and checked whole."""

    log_id: UUID
    head: Head
    links_only: int = 0
    texts: int = 0
    texts_absent: int = 0
    met: list[Checkpoint] = field(default_factory=list[Checkpoint])


def verify(lines: Iterable[bytes | str], checkpoints: Sequence[Checkpoint] = ()) -> Verified:
    """Return what the log holds; raise BrokenLog at the first entry that is not as it was written."""
    awaited = _by_number(checkpoints)
    found: Verified | None = None
    for line in lines:
        head = found.head if found else Head(0, NOTHING_BEFORE)
        entry = _following(head, line)
        found = found or Verified(_log_of(entry), head)
        _check_text(entry)
        found.head = entry.head
        _count(found, entry)
        found.met += [_agreed(found, each) for each in awaited.pop(entry.link.number, ())]
    if found is None:
        raise BrokenLog(1, "the log is empty, and not even its beginning is there")
    for number in sorted(awaited):
        raise BrokenLog(found.head.number + 1, f"it is missing: the log is cut, and a checkpoint names entry {number}")
    return found


def _by_number(checkpoints: Sequence[Checkpoint]) -> dict[int, list[Checkpoint]]:
    awaited: dict[int, list[Checkpoint]] = {}
    for each in checkpoints:
        awaited.setdefault(each.number, []).append(each)
    return awaited


def _following(head: Head, line: bytes | str) -> Entry:
    """Return the entry of a line, checked against itself and against the one before it."""
    number = head.number + 1
    try:
        entry = read_line(line)
    except UnreadableEntry as error:
        raise BrokenLog(number, str(error)) from error
    if entry.link.number != number:
        raise BrokenLog(number, f"it is missing: after entry {head.number} comes entry {entry.link.number}")
    if entry.content is not None and _digest(entry.content, number) != entry.link.content_hash:
        raise BrokenLog(number, "its content is not the one that was hashed")
    if _digest(asdict(entry.link), number) != entry.hash:
        raise BrokenLog(number, "its hash is not that of its number, time, action, content and previous hash")
    if entry.link.previous_hash != head.hash:
        raise BrokenLog(number, f"it does not follow entry {head.number}: its previous hash is another one")
    return entry


def _digest(content: Mapping[str, Any], number: int) -> str:
    try:
        return digest(content)
    except NotCanonical as error:
        raise BrokenLog(number, f"it holds what the log cannot ({error})") from error


def _log_of(first: Entry) -> UUID:
    content = first.content or {}
    try:
        if first.link.action == BEGIN and content["format"] == FORMAT:
            return UUID(content["log_id"])
    except (KeyError, ValueError, TypeError, AttributeError):
        pass
    raise BrokenLog(1, f"it is not the beginning of a log in the format {FORMAT}")


def _check_text(entry: Entry) -> None:
    text = entry.reason_text
    if text is None:
        return
    if entry.content is None:
        raise BrokenLog(entry.link.number, "a text stands beside a content that is withheld")
    if text.commitment != _committed(entry):
        raise BrokenLog(entry.link.number, "the text of its reason is not the one that was written")


def _committed(entry: Entry) -> str | None:
    reason: Any = (entry.content or {}).get("reason")
    return reason.get("text") if isinstance(reason, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _count(found: Verified, entry: Entry) -> None:
    found.links_only += entry.content is None
    found.texts += entry.reason_text is not None
    found.texts_absent += entry.reason_text is None and _committed(entry) is not None


def _agreed(found: Verified, checkpoint: Checkpoint) -> Checkpoint:
    if checkpoint.log_id is not None and checkpoint.log_id != found.log_id:
        raise BrokenLog(checkpoint.number, f"a checkpoint is of another log: {checkpoint.log_id}, not {found.log_id}")
    if checkpoint.hash != found.head.hash:
        raise BrokenLog(checkpoint.number, "a checkpoint names another hash: the log was written anew up to here")
    return checkpoint
