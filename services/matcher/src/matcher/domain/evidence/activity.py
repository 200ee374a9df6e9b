"""A running activity of a donor, as its source tells it: kept to show what is already under way, never matched."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from matcher.domain.spans import Span
from matcher.domain.texts import Text

ActivityStatus = Literal["pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended"]
"""How far an activity is, in the words of IATI's code list ActivityStatus."""

AmountKind = Literal["budget", "planned_disbursement", "commitment", "disbursement", "expenditure"]
"""What an amount is a sum of; sums of several kinds tell of the same money and are never added up."""

Derivation = Literal["stated", "keyword"]
"""How a category was found: named by the importer, or inferred from words of the activity's own texts."""


@dataclass(frozen=True)
class Source:
    """Where an activity was read: the key and name of the source, an address, and the day of publication."""

    key: str
    name: str
    url: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Subject:
    """A category of the vocabulary, and how it was found."""

    category: str
    derived_from: Derivation = "stated"


@dataclass(frozen=True)
class Recipient:
    """A State where the activity runs, alpha-3, and the part of the activity there, in per cent; None = not said."""

    state: str
    percentage: Decimal | None = None


@dataclass(frozen=True)
class Sector:
    """An OECD DAC purpose code and the part of the activity under it, in per cent; None = not said."""

    code: str
    percentage: Decimal | None = None


@dataclass(frozen=True)
class Amount:
    """The sum of one kind in one currency, for the whole activity and all its sectors and States."""

    kind: AmountKind
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class ActivityDetails:
    """All that a source says of an activity; `inferred` names fields that the source did not state outright."""

    external_id: str
    source: Source
    donor_name: str
    texts: tuple[Text, ...]
    status: ActivityStatus
    donor_organisation: str | None = None
    implementers: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    regions: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    sectors: tuple[Sector, ...] = ()
    amounts: tuple[Amount, ...] = ()
    planned: Span = field(default_factory=Span)
    actual: Span = field(default_factory=Span)
    inferred: tuple[str, ...] = ()
    notes: str | None = None

    @property
    def window(self) -> Span:
        """The days in which it runs: the actual ones where they are known, else the planned."""
        return Span(self.actual.start or self.planned.start, self.actual.end or self.planned.end)

    @property
    def states(self) -> tuple[str, ...]:
        """The codes of its recipients."""
        return tuple(recipient.state for recipient in self.recipients)

    @property
    def categories(self) -> tuple[str, ...]:
        """The keys of its subjects."""
        return tuple(subject.category for subject in self.subjects)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """An activity as it is kept: `version` counts the changes of its content."""

    id: UUID
    version: int
    details: ActivityDetails
    imported_by: str
    imported_at: datetime
