"""What reading a file of activities gives, one entry at a time, so that no file has to fit into memory."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """An activity to be registered, by the line where it begins."""

    line: int
    document: dict[str, Any]


@dataclass(frozen=True)
class NotOurs:
    """An activity of another sector, which is counted and left."""

    line: int


@dataclass(frozen=True)
class Bad:
    """An activity that cannot be taken in: its line, its id where it has one, the field, and what was expected."""

    line: int
    record_id: str
    field: str
    expected: str


Entry = Found | NotOurs | Bad
"""What became of one activity of a file."""
