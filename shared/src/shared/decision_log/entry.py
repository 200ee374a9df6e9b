"""One entry of the log: its link in the chain, its hash, and what of its content a reader may see."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from shared.decision_log.canonical import digest
from shared.decision_log.commitments import SaltedText

NOTHING_BEFORE: Final = "0" * 64
"""The previous hash of the first entry."""


@dataclass(frozen=True)
class Head:
    """The last entry of a log as the next one needs it: its number, counted from 1, and its hash."""

    number: int
    hash: str


@dataclass(frozen=True)
class Link:
    """What an entry's hash is made of.

    `at` is RFC 3339 in UTC with six decimals, both hashes are SHA-256 in hex digits.
    """

    number: int
    at: str
    action: str
    previous_hash: str
    content_hash: str

    @property
    def hash(self) -> str:
        """The SHA-256 of the link in canonical JSON."""
        return digest(asdict(self))

    @property
    def moment(self) -> datetime:
        """The moment that `at` spells."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Entry:
    """A link with the hash that was written for it. A content None is withheld from the reader.

    A reason's text is there while it was not erased, for those who may read the content.
    """

    link: Link
    hash: str
    content: Mapping[str, Any] | None
    reason_text: SaltedText | None = None

    @property
    def head(self) -> Head:
        """What the entry after it builds on."""
        return Head(self.link.number, self.hash)

    def withheld(self) -> "Entry":
        """Return the entry as somebody reads it who may not know of what was decided."""
        return Entry(self.link, self.hash, None)


def written(moment: datetime) -> str:
    """Return a moment as links spell it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
