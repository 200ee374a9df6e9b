"""What three databases and the topics say once all is quiet: plain rows, so that broken worlds are easy to write."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tests.support.campaign.checking.taken_back import TakenBack

Figures = tuple[Decimal, Decimal, Decimal]
"""Held, promised and delivered."""


class Breach(StrEnum):
    """What was promised and does not hold."""

    LOST = "lost"
    DUPLICATED = "duplicated"
    OUT_OF_ORDER = "out of order"
    UNDELIVERED = "undelivered"
    DEAD_LETTERED = "dead-lettered"
    UNEQUAL = "unequal"


@dataclass(frozen=True)
class Finding:
    """One breach, in a sentence that names the record."""

    breach: Breach
    text: str


@dataclass(frozen=True)
class Change:
    """One row of a record's history."""

    kind: str
    record_id: str
    version: int
    happened: str


@dataclass(frozen=True)
class Row:
    """One row of an outbox."""

    service: str
    event_id: str
    topic: str
    key: str
    version: int
    type: str
    published_at: datetime | None


@dataclass(frozen=True)
class Record:
    """One record of a topic; what is no event of Accord has neither type nor id."""

    topic: str
    partition: int
    offset: int
    key: str
    event_id: str
    type: str
    version: int


@dataclass(frozen=True)
class Account:
    """A line of an offer or a component of a need: its figures, what its matches hold of it, and its journal's sums."""

    name: str
    room: Decimal | None
    figures: Figures
    holdings: Figures
    journal: Figures


@dataclass(frozen=True)
class Standing:
    """A match: its status, and what either side says of it (None = it knows nothing of it)."""

    match_id: str
    status: str
    quantity: Figures
    """What it takes of the offer's lines by its own book: held, promised, delivered."""
    sides: Mapping[str, str | None]
    """By side: the status of its reservation there."""
    capacity: Figures
    """What the offers service holds for it in all."""
    records: Mapping[str, str] = field(default_factory=dict[str, str])
    """By side: the id of its need or its offer."""
    refused_by: frozenset[str] = frozenset()
    """The sides of which the matcher knows that they hold nothing for it; coordinators are asked to settle that."""


@dataclass(frozen=True)
class Books:
    """Everything that the checker looks at."""

    versions: Mapping[tuple[str, str], int]
    """(kind, id) -> the record's present version, for needs, offers, matches, reservations and rounds."""
    changes: tuple[Change, ...] = ()
    outbox: tuple[Row, ...] = ()
    records: tuple[Record, ...] = ()
    claims: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """By consumer: the events that it claimed."""
    copies: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """(kind, id) -> the version of the matcher's copy."""
    letters: Counter[str] = field(default_factory=Counter[str])
    """By consumer: dead letters that wait."""
    accounts: tuple[Account, ...] = ()
    standings: tuple[Standing, ...] = ()
    rounds: Mapping[str, str] = field(default_factory=dict[str, str])
    """Rounds by their status."""
    strays: tuple[str, ...] = ()
    """What either side holds for matches that the matcher does not know, in words."""
    taken_back: TakenBack = field(default_factory=TakenBack)
    """What databases that were put back have lost, so that nobody looks for it."""
    planted_events: frozenset[str] = frozenset()
    """Events that were planted to be buried, and are never applied."""
    begun: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    """Since when a topic holds everything; what was published before was lost with it on purpose."""
