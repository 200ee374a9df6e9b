"""Making entries: the first one, which names the log, and each that follows."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shared.decision_log.canonical import digest, plain
from shared.decision_log.entry import NOTHING_BEFORE, Entry, Head, Link, written

FORMAT: Final = "accord.decision-log.v1"
BEGIN: Final = "begin"
"""The action of the first entry."""


def begin(log_id: UUID, at: datetime) -> Entry:
    """Return the first entry of a log, by which two logs are never confused."""
    return follow(Head(0, NOTHING_BEFORE), at, BEGIN, {"format": FORMAT, "log_id": log_id})


def follow(head: Head, at: datetime, action: str, content: Mapping[str, Any]) -> Entry:
    """Return the entry after `head`; its content is salted, so that nobody finds it out from its hash by trying."""
    salted = plain({**content, "salt": secrets.token_hex(16)})
    link = Link(head.number + 1, written(at), action, head.hash, digest(salted))
    return Entry(link, link.hash, salted)
