"""A need as the matcher sees it: the part of `accord.needs.v1` on which a pairing may turn."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from matcher.domain.spans import Span
from matcher.domain.texts import Text

ASKING: Final = frozenset({"open", "partly_covered"})
"""The statuses in which a need still looks for help."""


@dataclass(frozen=True, kw_only=True)
class Component:
    """One thing asked for; quantities and money in thousandths.

    `modalities` empty = the form of help was not said; `quantity` None = not said. `covered` counts in `unit`, and
    where no quantity was said, in money of `currency`; None = nothing is known to be covered.
    """

    component_id: UUID
    category: str
    modalities: tuple[str, ...] = ()
    quantity: int | None = None
    unit: str | None = None
    estimated_cost: int | None = None
    currency: str | None = None
    covered: int | None = None


@dataclass(frozen=True, kw_only=True)
class Need:
    """What one or several States ask for, at one version.

    Where a group posts without naming States, its members on the day of matching stand for them. `priority` runs
    from 1 to 5, 5 the most pressing. `historic` marks a past record: it only ever meets other past records.
    `statement` is the version at which its State last said something of its content.
    """

    need_id: UUID
    version: int
    status: str
    components: tuple[Component, ...]
    states: tuple[str, ...] = ()
    group: str | None = None
    external_id: str | None = None
    texts: tuple[Text, ...] = ()
    all_or_nothing: bool = False
    priority: int = 3
    deadline: date | None = None
    window: Span = field(default_factory=Span)
    shortest_useful_days: int = 1
    languages: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ("state",)
    conditions_met: tuple[str, ...] = ()
    visibility: str = "donors"
    opened_at: datetime | None = None
    historic: bool = False
    statement: int = 1
    has_authority: bool = True
    has_upkeep_plan: bool = True
