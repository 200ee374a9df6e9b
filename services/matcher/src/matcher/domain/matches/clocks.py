"""How long a match may stand in each stage, and when somebody is reminded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from matcher.domain.matches.life_cycle import Status

USUAL: Final[Mapping[Status, timedelta]] = MappingProxyType(
    {
        "proposed": timedelta(days=30),
        "endorsed": timedelta(days=2),
        "refused": timedelta(days=14),
        "reserved": timedelta(days=30),
        "confirmed": timedelta(days=180),
        "in_delivery": timedelta(days=365),
        "delivered": timedelta(days=90),
    }
)
"""The periods that hold unless others are set."""

EXPIRING: Final[frozenset[Status]] = frozenset({"proposed", "endorsed", "refused", "reserved", "confirmed"})
"""The stages that end by themselves; in the others a passed deadline is only told."""


@dataclass(frozen=True)
class StagePeriods:
    """The longest stay in each stage; `reminder` is how long before its end the parties are reminded."""

    periods: Mapping[Status, timedelta] = field(default_factory=lambda: USUAL)
    reminder: timedelta = timedelta(days=7)

    def deadline(self, status: Status, since: datetime) -> datetime | None:
        """Return until when a match may stand in this stage; None where it has come to its end."""
        period = self.periods.get(status)
        return None if period is None else since + period

    def remind_from(self, status: Status, deadline: datetime) -> datetime:
        """Return from when on the parties are reminded: never before half of the period is over."""
        return deadline - min(self.reminder, self.periods[status] / 2)


@dataclass(frozen=True)
class Moment:
    """When something happens, and the periods by which the next deadline is set."""

    now: datetime
    periods: StagePeriods
