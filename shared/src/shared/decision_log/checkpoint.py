"""Checkpoints: what somebody noted of the log earlier, and what it must still agree with."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

_WRITTEN: Final = re.compile(r"([1-9][0-9]{0,15}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Checkpoint:
    """The hash that entry `number` had, and the log it was said of, where that was noted."""

    number: int
    hash: str
    log_id: UUID | None = None


def read_checkpoint(text: str) -> Checkpoint:
    """Read `NUMBER:HASH`; raise ValueError for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("a checkpoint is NUMBER:HASH, with 64 hex digits")
    return Checkpoint(int(found[1]), found[2])


def read_published(document: str | bytes) -> Checkpoint:
    """Read a checkpoint as it is published: JSON with `log_id`, `version` (the number) and `hash`; else ValueError."""
    try:
        found: Any = json.loads(document)
        noted = read_checkpoint(f"{found['version']}:{found['hash']}")
        return Checkpoint(noted.number, noted.hash, UUID(found["log_id"]))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("a published checkpoint is a JSON object with log_id, version and hash") from error
